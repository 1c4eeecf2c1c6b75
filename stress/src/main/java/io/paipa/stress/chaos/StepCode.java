package io.paipa.stress.chaos;

import io.paipa.Emitter;
import io.paipa.Skip;
import io.paipa.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the code of a step does, whatever its kind: drawn by hash for each item and attempt. */
final class StepCode {
  private static final int FLOOD = 1_025;
  private static final long LINGER_MILLIS = 150;
  private static final long STUBBORN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final long seed;
  private final int step;
  private final StepSpec spec;
  private final Oddities oddities;
  private final AtTheEdge edge = new AtTheEdge();
  private final StepProbe probe;
  private final Sabotage sabotage;
  private final Runnable abort;
  private final Runnable finish;
  private final @Nullable Company company;

  StepCode(
      long seed,
      int step,
      StepSpec spec,
      Oddities oddities,
      StepProbe probe,
      Sabotage sabotage,
      Runnable abort,
      Runnable finish,
      @Nullable Company company) {
    this.seed = seed;
    this.step = step;
    this.spec = spec;
    this.oddities = oddities;
    this.probe = probe;
    this.sabotage = sabotage;
    this.abort = abort;
    this.finish = finish;
    this.company = company;
  }

  int step() {
    return step;
  }

  /** Whether the delivery of an item is kept open beyond its attempt. */
  boolean keeps(Object item) {
    return drawsOfKept(item, 66);
  }

  /** Whether what was kept is released with this item. */
  boolean releases(Object item) {
    return drawsOfKept(item, 67);
  }

  private boolean drawsOfKept(Object item, int salt) {
    return Mix.hits(Mix.hash(seed, step, ((Token) item).id, salt), spec.rarity().keepPerMille());
  }

  StepProbe probe() {
    return probe;
  }

  /** One output. */
  Object map(Object item) throws Exception {
    return process(item, null, null).get(0);
  }

  /** The item itself, or not. */
  boolean filter(Object item) throws Exception {
    Token token = (Token) item;
    int attempt = probe.begin(token);
    boolean accepted = !Mix.hits(Mix.hash(seed, step, token.id, 3), spec.habit().skipPerMille());
    StepProbe.Outcome outcome = StepProbe.Outcome.FAILED;
    try {
      behave(token, attempt);
      outcome = accepted ? StepProbe.Outcome.DONE : StepProbe.Outcome.SKIPPED;
      return accepted;
    } catch (Throwable t) {
      outcome = failed(t, attempt);
      throw t;
    } finally {
      probe.end(token, outcome, token.id);
    }
  }

  /** Any number of outputs. */
  List<Object> process(
      Object item, @Nullable Emitter<Object> out, @Nullable StepContext<Object> context)
      throws Exception {
    Token token = (Token) item;
    int attempt = probe.begin(token);
    StepProbe.Outcome outcome = StepProbe.Outcome.FAILED;
    long sum = 0;
    try {
      List<Object> outputs = new ArrayList<>();
      boolean skips = mustSkip(token);
      boolean dropped = skips || mustFail(token, attempt);
      if (skips && !spec.wholeAttempts()) {
        throw Skip.item(); // what it puts out flows at once
      }
      int count = dropped ? outputs(token) : outputs(token) + flood(token);
      for (int i = 0; i < count; i++) {
        Token output = spec.passesOn() ? token : output(token, i, dropped && spec.wholeAttempts());
        if (out != null) {
          emit(output, out);
        }
        outputs.add(output);
        sum += output.id;
      }
      if (skips) {
        throw Skip.item();
      }
      behave(token, attempt);
      if (context != null && mustPutBack(token)) {
        Token back = token.putBack();
        if (isAtTheEdge(token, 31)) {
          edge.call(() -> context.reenqueue(back));
        } else {
          context.reenqueue(back);
        }
        probe.reenqueued();
      }
      outcome = StepProbe.Outcome.DONE;
      return outputs;
    } catch (Throwable t) {
      outcome = failed(t, attempt);
      throw t;
    } finally {
      probe.end(token, outcome, sum);
    }
  }

  private void emit(Token output, Emitter<Object> out) throws InterruptedException {
    if (isAtTheEdge(output, 32)) {
      edge.call(() -> out.emit(output));
    } else {
      out.emit(output);
    }
    if (Mix.hits(Mix.hash(seed, step, output.id, 33), oddities.strayPerMille())) {
      emitElsewhere(output, out);
    }
  }

  /** Not where an attempt has a limit: what takes so long expires, and this would not know it. */
  private boolean isAtTheEdge(Token token, int salt) {
    return spec.timeoutMillis() == 0 && oddities.isAtTheEdge(Mix.hash(seed, step, token.id, salt));
  }

  /** Its thread swallows what it is told; the pipeline must not. */
  private void emitElsewhere(Token output, Emitter<Object> out) throws InterruptedException {
    Thread stray =
        new Thread(
            () -> {
              try {
                out.emit(output);
              } catch (IllegalStateException refused) {
                sabotage.refused(refused, step);
              }
            });
    stray.setDaemon(true);
    stray.start();
    awaitRefusal(stray);
  }

  /** Until the refusal is known to the oracle: the refusal itself may have ended the pipeline. */
  private static void awaitRefusal(Thread stray) throws InterruptedException {
    InterruptedException interrupted = null;
    while (stray.isAlive()) {
      try {
        stray.join();
      } catch (InterruptedException e) {
        interrupted = e;
      }
    }
    if (interrupted != null) {
      throw interrupted;
    }
  }

  private int outputs(Token token) {
    return switch (spec.kind()) {
      case MAP, PEEK, ITERATE, ITERATE_STREAM, FLATTEN -> 1;
      case SINK -> 0;
      default -> Math.floorMod(Mix.hash(seed, step, token.id, 5), spec.habit().fanOut() + 1);
    };
  }

  private Token output(Token token, int number, boolean doomed) {
    return token.output(step, number, spec.rarity().floodPerMille() > 0, doomed);
  }

  /** So many that they are not held back until the attempt has succeeded. */
  private int flood(Token token) {
    long hash = Mix.hash(seed, step, token.id, 6);
    return Mix.hits(hash, spec.rarity().floodPerMille()) ? FLOOD + (int) (hash >>> 54) : 0;
  }

  private boolean mustSkip(Token token) {
    return !spec.pulls()
        && Mix.hits(Mix.hash(seed, step, token.id, 3), spec.habit().skipPerMille());
  }

  private boolean mustFail(Token token, int attempt) {
    return Mix.hits(Mix.hash(seed, step, token.id, 1, attempt), spec.habit().failPerMille());
  }

  private boolean mustPutBack(Token token) {
    return token.generation == 0
        && Mix.hits(Mix.hash(seed, step, token.id, 4), spec.habit().reenqueuePerMille());
  }

  private void behave(Token token, int attempt) throws InterruptedException {
    if (company != null) {
      long hash = Mix.hash(seed, step, token.id, 8);
      company.begin(attempt == 1 && Mix.hits(hash, spec.rarity().companyPerMille()));
    }
    faults();
    if (Mix.hits(Mix.hash(seed, step, token.id, 2, attempt), spec.habit().slowPerMille())) {
      TimeUnit.MICROSECONDS.sleep(spec.habit().slowMicros());
    }
    if (mustFail(token, attempt)) {
      throw new InjectedException(
          "s" + step + " fails " + token + ", attempt " + attempt, oddities.words());
    }
  }

  private void faults() throws InterruptedException {
    sabotage.strike(Fault.Kind.PROCESS_ERROR, step);
    if (sabotage.strikes(Fault.Kind.PROCESS_LINGERS, step)) {
      TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
    }
    if (sabotage.strikes(Fault.Kind.PROCESS_STUBBORN, step)) {
      long end = System.nanoTime() + STUBBORN_NANOS;
      for (long left = STUBBORN_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          Thread.yield(); // ignores it
        }
      }
    }
    if (sabotage.strikes(Fault.Kind.PROCESS_ABORTS, step)) {
      abort.run();
    }
    if (sabotage.strikes(Fault.Kind.PROCESS_FINISHES, step)) {
      finish.run();
    }
  }

  private StepProbe.Outcome failed(Throwable thrown, int attempt) {
    if (thrown instanceof Skip) {
      return StepProbe.Outcome.SKIPPED;
    }
    if (thrown instanceof CancellationException) {
      return StepProbe.Outcome.CANCELLED;
    }
    boolean again = thrown instanceof Exception && attempt <= spec.maxRetries();
    if (again) {
      return StepProbe.Outcome.TRIED;
    }
    boolean fatal = thrown instanceof Exception && spec.policy() == StepSpec.Policy.FAIL;
    if (fatal) {
      sabotage.itemFailed(thrown, step);
    }
    return StepProbe.Outcome.FAILED;
  }
}
