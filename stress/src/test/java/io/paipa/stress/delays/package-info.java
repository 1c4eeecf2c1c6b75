/** What the command that measures delays is made of. */
@NullMarked
package io.paipa.stress.delays;

import org.jspecify.annotations.NullMarked;
