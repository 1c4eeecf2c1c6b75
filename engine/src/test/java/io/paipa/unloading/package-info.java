/** What is loaded anew, and let go of. */
@NullMarked
package io.paipa.unloading;

import org.jspecify.annotations.NullMarked;
