/** What the catalogue has to do: with real files, a real SQLite and real processes. */
@NullMarked
package io.paipa.examples.catalog;

import org.jspecify.annotations.NullMarked;
