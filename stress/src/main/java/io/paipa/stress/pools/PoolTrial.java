package io.paipa.stress.pools;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.dsl.ProducerType;
import io.paipa.ring.WorkerPool;
import io.paipa.stress.pools.PoolScenario.PoolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs a scenario, and gives what went wrong. Producers, and the halting of pools, have threads of
 * their own. The calling thread drains the pools when these are done, and then looks at what was
 * noted.
 */
final class PoolTrial {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final PoolScenario scenario;
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final RingBuffer<Handling.Event> ring;
  private final List<Handling> handlings = new ArrayList<>();
  private final List<WorkerPool<Handling.Event>> pools = new ArrayList<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(work -> daemon(work, "pool-worker"));

  PoolTrial(PoolScenario scenario) {
    this.scenario = scenario;
    ProducerType type = scenario.producers() == 1 ? ProducerType.SINGLE : ProducerType.MULTI;
    ring =
        RingBuffer.create(
            type, Handling.Event::new, scenario.slots(), scenario.waiting().strategy());
    for (PoolSpec spec : scenario.pools()) {
      addPool(spec);
    }
  }

  private void addPool(PoolSpec spec) {
    int index = pools.size();
    boolean follows = scenario.chained() && index > 0;
    Handling handling =
        new Handling(
            "pool " + index,
            spec,
            scenario.total(),
            follows ? handlings.get(index - 1) : null,
            problems);
    Handling[] each = Collections.nCopies(spec.workers(), handling).toArray(Handling[]::new);
    Sequence[] passed = follows ? pools.get(index - 1).getWorkerSequences() : new Sequence[0];
    pools.add(
        follows
            ? new WorkerPool<>(ring, ring.newBarrier(passed), handling, each)
            : new WorkerPool<>(ring, handling, each));
    handlings.add(handling);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  List<String> run() throws InterruptedException {
    pools.forEach(pool -> pool.start(workers));
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < scenario.producers(); i++) {
      int first = i * scenario.events();
      others.add(daemon(() -> publish(first), "pool-producer"));
    }
    for (int i = 0; i < pools.size(); i++) {
      int index = i;
      others.add(daemon(() -> haltAndStart(index), "pool-halter"));
    }
    others.forEach(Thread::start);
    for (Thread thread : others) {
      thread.join();
    }
    for (int i = 0; i < pools.size(); i++) {
      drain(i);
    }
    handlings.forEach(Handling::check);
    retire();
    workers.shutdown();
    return List.copyOf(problems);
  }

  private void publish(int first) {
    for (int i = 0; i < scenario.events(); i++) {
      long sequence = ring.next();
      ring.get(sequence).number = first + i;
      ring.publish(sequence);
    }
  }

  private void haltAndStart(int index) {
    WorkerPool<Handling.Event> pool = pools.get(index);
    for (int i = 0; i < scenario.pools().get(index).halts(); i++) {
      pool.halt();
      while (pool.isRunning()) {
        Thread.yield();
      }
      pool.start(workers);
    }
  }

  private void drain(int index) throws InterruptedException {
    boolean timed = scenario.pools().get(index).timed();
    WorkerPool<Handling.Event> pool = pools.get(index);
    if (!(timed ? pool.drainAndHalt(LONG) : pool.drainAndHalt())) {
      problems.add("pool " + index + " was not drained");
    }
  }

  private void retire() {
    for (int i = pools.size() - 1; i >= 0; i--) {
      pools.get(i).retire();
    }
    if (!ring.hasAvailableCapacity(scenario.slots())) {
      problems.add("a retired pool has left a gate on the ring");
    }
  }
}
