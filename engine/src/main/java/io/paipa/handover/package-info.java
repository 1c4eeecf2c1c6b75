/** What has one reader at a time, and goes from one to the next. */
@NullMarked
package io.paipa.handover;

import org.jspecify.annotations.NullMarked;
