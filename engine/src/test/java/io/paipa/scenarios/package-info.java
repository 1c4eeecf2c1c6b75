/** Runs whole pipelines through situations that its users have met. */
@NullMarked
package io.paipa.scenarios;

import org.jspecify.annotations.NullMarked;
