/**
 * A web application that feeds a pipeline: it takes orders by HTTP, and stores them in SQLite. An
 * example, to be read and copied; its README explains each part.
 */
@NullMarked
package io.paipa.ingest;

import org.jspecify.annotations.NullMarked;
