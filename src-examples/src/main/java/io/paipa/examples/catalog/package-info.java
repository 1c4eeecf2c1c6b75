/**
 * The main example: catalogues a tree of files into an SQLite database.
 *
 * <p>{@link io.paipa.examples.catalog.Catalog} is the command, {@link
 * io.paipa.examples.catalog.CatalogJob} the pipeline behind it.
 */
@NullMarked
package io.paipa.examples.catalog;

import org.jspecify.annotations.NullMarked;
