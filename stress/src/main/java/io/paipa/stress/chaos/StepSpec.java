package io.paipa.stress.chaos;

/**
 * A step of a scenario.
 *
 * @param kind which of the builder's methods makes it
 * @param workers how many workers
 * @param capacity slots of the ring in front of it
 * @param waiting how its workers wait
 * @param claimAhead how many items a worker may take before it begins them
 * @param ordered whether outputs leave in the order of the items
 * @param maxRetries retries after the first attempt
 * @param delayMicros back-off; 0 for none
 * @param policy what becomes of failed items
 * @param timeoutMillis limit of an attempt; 0 for none
 * @param virtual whether the workers are virtual threads, where the JDK has them
 * @param habit what its code does
 * @param rarity what else it does in some scenarios
 */
record StepSpec(
    Kind kind,
    int workers,
    int capacity,
    Wait waiting,
    int claimAhead,
    boolean ordered,
    int maxRetries,
    int delayMicros,
    Policy policy,
    int timeoutMillis,
    boolean virtual,
    Habit habit,
    Rarity rarity) {

  /** The builder's methods. */
  enum Kind {
    MAP,
    FILTER,
    FLAT_MAP,
    FLAT_MAP_ITERABLE,
    MAP_MULTI,
    PEEK,
    STEP,
    ITERATE,
    ITERATE_STREAM,
    CHUNK,
    /** After a chunk: its lists' elements. */
    FLATTEN,
    SINK
  }

  /** The waiting strategies. */
  enum Wait {
    PARKING,
    YIELDING,
    BUSY_SPIN,
    BACK_OFF
  }

  /** The failure policies. */
  enum Policy {
    FAIL,
    SKIP,
    DEAD_LETTER
  }

  /** What a class step does with meta events. */
  enum Metas {
    PASSED,
    /** One of two. */
    SWALLOWED,
    REPLACED,
    /** Passed, behind an output. */
    ANNOUNCED
  }

  /**
   * What the code of a step seldom does.
   *
   * @param floodPerMille attempts that put out more than is held back; for kinds that have a choice
   * @param metas what becomes of meta events; for class steps
   * @param companyPerMille items that wait until others have begun, as many as there are workers
   * @param keys how many keys its items have; 0 for none
   * @param unkeyedPerMille items whose key can't be found out
   * @param inFlight how many stages may be open, if its code gives stages; else 0
   * @param keepPerMille items whose delivery is kept open beyond their attempt; for class steps
   * @param lists what it asks of items, besides their number; for chunks
   */
  record Rarity(
      int floodPerMille,
      Metas metas,
      int companyPerMille,
      int keys,
      int unkeyedPerMille,
      int inFlight,
      int keepPerMille,
      DrawnLists lists) {
    static final Rarity NONE = new Rarity(0, Metas.PASSED, 0, 0, 0, 0, 0, DrawnLists.NONE);
  }

  /**
   * What the code of a step does with items, drawn by hash for each attempt.
   *
   * @param failPerMille attempts that throw
   * @param skipPerMille attempts that skip
   * @param slowPerMille attempts that take their time
   * @param slowMicros how long those take
   * @param fanOut outputs an item, at most; for kinds that have a choice
   * @param reenqueuePerMille items that are put back once; for class steps
   * @param emitsInHooks whether hooks emit; for class steps
   * @param chunkSize size of chunks
   * @param chunkMillis time limit of chunks; 0 for none
   */
  record Habit(
      int failPerMille,
      int skipPerMille,
      int slowPerMille,
      int slowMicros,
      int fanOut,
      int reenqueuePerMille,
      boolean emitsInHooks,
      int chunkSize,
      int chunkMillis) {
    private static final int SELDOM_PER_MILLE = 3;
    private static final int SLOWER = 100;

    /** Slow seldom, but then so slow that a limit of some ten milliseconds may be exceeded. */
    Habit slower() {
      return new Habit(
          failPerMille,
          skipPerMille,
          Math.min(slowPerMille, SELDOM_PER_MILLE),
          slowMicros * SLOWER,
          fanOut,
          reenqueuePerMille,
          emitsInHooks,
          chunkSize,
          chunkMillis);
    }
  }

  StepSpec withWorkers(int other) {
    return with(other, habit, rarity);
  }

  StepSpec withHabit(Habit other) {
    return with(workers, other, rarity);
  }

  StepSpec withRarity(Rarity other) {
    return with(workers, habit, other);
  }

  private StepSpec with(int newWorkers, Habit newHabit, Rarity newRarity) {
    return new StepSpec(
        kind,
        newWorkers,
        capacity,
        waiting,
        claimAhead,
        ordered,
        maxRetries,
        delayMicros,
        policy,
        timeoutMillis,
        virtual,
        newHabit,
        newRarity);
  }

  /** Whether its code is watched; a chunk is the engine's own. */
  boolean isProbed() {
    return kind != Kind.CHUNK;
  }

  boolean pulls() {
    return kind == Kind.ITERATE || kind == Kind.ITERATE_STREAM;
  }

  /** Whether its code may put out as much as it likes. */
  boolean mayFlood() {
    boolean choice =
        kind == Kind.FLAT_MAP
            || kind == Kind.FLAT_MAP_ITERABLE
            || kind == Kind.MAP_MULTI
            || kind == Kind.STEP;
    return choice && timeoutMillis == 0;
  }

  /** Whether its items may wait for each other: they begin in their order, and have the time. */
  boolean mayWaitForCompany() {
    return isProbed() && workers > 1 && claimAhead == 1 && timeoutMillis == 0;
  }

  /** Whether its items may have keys. */
  boolean mayBeKeyed() {
    return isProbed() && !pulls() && kind != Kind.FLATTEN && !ordered;
  }

  /** Whether its code may give stages. */
  boolean mayBeAsync() {
    return kind == Kind.MAP || kind == Kind.SINK;
  }

  boolean hasHooks() {
    return kind == Kind.STEP;
  }

  /** Whether an output may belong to several items. */
  boolean joins() {
    return kind == Kind.CHUNK || rarity.keepPerMille() > 0;
  }

  /** Whether items overtake others whose key is held by one that waits, or is open. */
  boolean keepsOrderOfKeysAlone() {
    boolean waits = (maxRetries > 0 && delayMicros > 0) || habit.reenqueuePerMille > 0;
    return rarity.keys > 0 && (waits || rarity.inFlight > 1);
  }

  /** Whether items leave in the order in which they came. */
  boolean keepsOrder() {
    boolean alone = workers == 1 && rarity.inFlight <= 1 && !rarity.lists.areGrouped();
    return ((alone && !keepsOrderOfKeysAlone()) || ordered) && habit.reenqueuePerMille == 0;
  }

  /** Whether outputs of an attempt that fails must never be seen. */
  boolean wholeAttempts() {
    return maxRetries > 0 || policy != Policy.FAIL;
  }

  /** Whether items are passed on themselves. */
  boolean passesOn() {
    return kind == Kind.FILTER || kind == Kind.PEEK || kind == Kind.FLATTEN;
  }
}
