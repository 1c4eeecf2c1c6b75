/**
 * Kafka as a source of a pipeline: at-least-once, with more concurrency than partitions, and with
 * an order per key.
 */
@NullMarked
package io.paipa.kafka;

import org.jspecify.annotations.NullMarked;
