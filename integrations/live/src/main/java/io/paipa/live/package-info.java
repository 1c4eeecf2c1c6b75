/** What pipelines do, as a page that a browser shows. */
@NullMarked
package io.paipa.live;

import org.jspecify.annotations.NullMarked;
