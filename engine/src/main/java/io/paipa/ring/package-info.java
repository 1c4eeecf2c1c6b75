/**
 * A pool of workers on a raw ring of the Disruptor 4, for programs that build on rings themselves
 * and need no pipeline: the successor of the worker pool that the Disruptor had until version 3.
 *
 * <table>
 *   <caption>What is different from the Disruptor 3.4.4</caption>
 *   <tr><th>there</th><th>here</th></tr>
 *   <tr>
 *     <td>A worker claims an event before it is published, and forgets it when it is halted.</td>
 *     <td>Only published events are claimed, and each of them is handled. A pool that is started
 *         again goes on with the next.</td>
 *   </tr>
 *   <tr>
 *     <td>A worker that is halted before it runs never stops.</td>
 *     <td>It never runs.</td>
 *   </tr>
 *   <tr>
 *     <td>A strategy that blocks wakes all workers for each event.</td>
 *     <td>{@link io.paipa.ring.WorkWaitStrategy} wakes one. The Disruptor's own strategies can be
 *         used, too.</td>
 *   </tr>
 *   <tr>
 *     <td>The user gates the ring by the pool's sequences.</td>
 *     <td>The pool does. To do it again is allowed, and of no use.</td>
 *   </tr>
 *   <tr>
 *     <td>An exception handler that throws ends a worker, whose slot is blocked from then on.</td>
 *     <td>The worker lets go of its slot, and the pool halts.</td>
 *   </tr>
 *   <tr>
 *     <td>Events that were published before the start are skipped.</td>
 *     <td>Only those that were published before the pool was made.</td>
 *   </tr>
 *   <tr>
 *     <td>{@code drainAndHalt()} returns when the last slots are free; workers end later.</td>
 *     <td>When the handlers have returned and the workers have ended; it says whether it was drained,
 *         can be interrupted, and can be given a time limit.</td>
 *   </tr>
 *   <tr>
 *     <td>A slot that was claimed after an early release may be overwritten, since a producer reads
 *         the work sequence last.</td>
 *     <td>It reads it first.</td>
 *   </tr>
 *   <tr>
 *     <td>The user takes the pool's sequences off the ring.</td>
 *     <td>{@link io.paipa.ring.WorkerPool#retire} does, when the workers have ended.</td>
 *   </tr>
 *   <tr>
 *     <td>{@code isRunning()} is false as soon as the pool is halted.</td>
 *     <td>When its workers have ended, so that it can be started again.</td>
 *   </tr>
 *   <tr>
 *     <td>{@code Disruptor.handleEventsWithWorkerPool}</td>
 *     <td>A pool on {@link com.lmax.disruptor.dsl.Disruptor#getRingBuffer}. {@link
 *         io.paipa.ring.WorkerPool#addTo} hands it to the disruptor, which then starts it, waits
 *         for it when it shuts down, and halts it. Of a pool that is not handed over, the
 *         disruptor knows nothing: the user has to start it, and to drain and halt it before the
 *         disruptor is shut down.</td>
 *   </tr>
 *   <tr>
 *     <td>{@code EventReleaseAware}</td>
 *     <td>A default method of {@link io.paipa.ring.WorkHandler}.</td>
 *   </tr>
 *   <tr>
 *     <td>{@code TimeoutHandler}</td>
 *     <td>There are no timeouts to hear of.</td>
 *   </tr>
 *   <tr>
 *     <td>{@code sun.misc.Unsafe}</td>
 *     <td>Nothing but what is public.</td>
 *   </tr>
 * </table>
 */
@NullMarked
package io.paipa.ring;

import org.jspecify.annotations.NullMarked;
