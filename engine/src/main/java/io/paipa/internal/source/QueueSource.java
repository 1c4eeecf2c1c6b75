package io.paipa.internal.source;

import java.util.concurrent.BlockingQueue;

/**
 * A queue that others fill, and that never ends by itself.
 *
 * @param queue the queue
 * @param tally what it gave
 */
public record QueueSource(BlockingQueue<?> queue, SourceTally tally) {}
