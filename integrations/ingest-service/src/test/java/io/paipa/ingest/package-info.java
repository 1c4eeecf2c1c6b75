/** The service as its clients see it: real HTTP, real processes, a real SQLite file. */
@NullMarked
package io.paipa.ingest;

import org.jspecify.annotations.NullMarked;
