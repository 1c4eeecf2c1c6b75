/** What tries to break the engine: the commands of {@code stress.jar}. */
@NullMarked
package io.paipa.stress;

import org.jspecify.annotations.NullMarked;
