/** A crawler: a step that makes its own work, at a limited rate, and ends by itself. */
@NullMarked
package io.paipa.examples.crawl;

import org.jspecify.annotations.NullMarked;
