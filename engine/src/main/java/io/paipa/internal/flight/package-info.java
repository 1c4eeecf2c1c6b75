/**
 * The events that a flight recorder of the JDK records. Knows nothing of pipelines. Without a
 * recording none of the recorder's classes is loaded, and the module {@code jdk.jfr} may be
 * missing.
 */
@NullMarked
package io.paipa.internal.flight;

import org.jspecify.annotations.NullMarked;
