/*
 * A hop: claiming, gating, waking, the fence and the sentinel, an abort at any moment.
 *
 * A ring of SLOTS slots, one producer that puts ITEMS items and the sentinel, WORKERS workers. An
 * item is its own sequence number, so that a slot that was reused too early shows. Memory is
 * sequentially consistent here; that the engine's fences make it so is what jcstress looks at.
 *
 *   model            engine
 *   work, gate       claim/WorkSequence: enter, advance, leave
 *   room()           the Disruptor's scan of the gating sequences, in the order of their adding
 *   slot, published  hop/Slots.isPublished, the Disruptor's isAvailable
 *   settled, quiet   ledger/StepLedger.isQuiet
 *   waiting, woken   claim/WaitSet, hop/Signal, worker/Waiter.park
 *   retries          worker/RetryQueue
 *   phase, ending    worker/Fence, worker/Puller.passFence
 *   ended            run/Lifecycle, run/Engine.sweep
 *
 * Compiled with one of these defined, it has a fault that the checker must find:
 * GATES_FIRST, NO_SECOND_LOOK, FENCE_IGNORES_RETRIES, FIRST_SENDS_SENTINEL, COPY_AFTER_LEAVING,
 * NO_WAKE_AT_ABORT.
 */
#define SLOTS 2
#ifndef ITEMS
#define ITEMS 3
#endif
#define WORKERS 2
#define SENTINEL (ITEMS + 1)
#define OPEN 100

byte slot[SLOTS];
byte published;            /* up to which sequence: one producer publishes in order */
byte work;                 /* up to which sequence workers have claimed */
byte gate[WORKERS];
byte settled;              /* items that are finished with, those put back included */
byte putBack;              /* items that were put back */
byte retries;              /* of these, those that wait */
byte handled[ITEMS + 1];   /* how often an item was finished */
byte finished;             /* how many items were */
bool waiting[WORKERS];
bool woken[WORKERS];
bool held;                 /* a worker passes the fence */
bool ending;               /* the sentinel was reached */
bool ended;                /* aborted */
byte gone;                 /* workers that have ended */
byte sentinelsSent;        /* into the next ring */
bool producerGone;

#define atHead(kind) (published > work && slot[(work + 1) % SLOTS] == kind)
#define mayPark (!(published > work && slot[(work + 1) % SLOTS] != SENTINEL) \
  && !(atHead(SENTINEL) && (ending || (!held && settled == work + putBack))) \
  && retries == 0 && !ended)

inline wakeOne() {
  if
  :: waiting[0] -> waiting[0] = false; woken[0] = true
  :: waiting[1] -> waiting[1] = false; woken[1] = true
  :: !waiting[0] && !waiting[1] -> skip
  fi
}

inline wakeAll() {
  byte k = 0;
  do
  :: k < WORKERS -> atomic { if :: waiting[k] -> waiting[k] = false; woken[k] = true :: else fi };
       k++
  :: else -> break
  od
}

/* Where the producer may write next: the work sequence first, then the gates. */
inline room(least, seen) {
#ifdef GATES_FIRST
  least = gate[0];
  seen = gate[1];
  if :: seen < least -> least = seen :: else fi;
  seen = work;
  if :: seen < least -> least = seen :: else fi
#else
  least = work;
  seen = gate[0];
  if :: seen < least -> least = seen :: else fi;
  seen = gate[1];
  if :: seen < least -> least = seen :: else fi
#endif
}

proctype Producer() {
  byte next = 1, least, seen;
  do
  :: ended -> break
  :: next > SENTINEL -> break
  :: !ended && next <= SENTINEL ->
       room(least, seen);
       if
       :: next <= least + SLOTS ->
            slot[next % SLOTS] = next;
            published = next;
            atomic { wakeOne() };
            next++
       :: else -> (work + SLOTS >= next || ended) /* parks; every park is timed */
       fi
  od;
  producerGone = true
}

inline finish(item) {
  handled[item]++;
  finished++;
  assert(handled[item] == 1);
  assert(!ending);                            /* the fence has waited for it */
  settled++
}

proctype Worker(byte me) {
  byte first, item, sum;
  bool won;
  do
  :: ended -> break
  :: ending -> break
  :: atomic { retries > 0 && !ended -> retries-- };
       item = ITEMS;                          /* the one that is put back is the last */
       finish(item)
  :: published > work && !ended && !ending && !(retries > 0 && atHead(SENTINEL)) ->
       first = work + 1;
       if
       :: first > published -> skip           /* claimed in the meantime */
       :: first <= published && slot[first % SLOTS] == SENTINEL && work + 1 == first ->
            sum = settled;                    /* what was settled, before what was taken */
            if
#ifdef FENCE_IGNORES_RETRIES
            :: sum + retries >= work + putBack ->
#else
            :: sum == work + putBack ->
#endif
                 atomic { if :: !held -> held = true; won = true :: else -> won = false fi };
                 if
                 :: won -> ending = true; wakeAll()
                 :: else -> skip
                 fi
            :: else -> goto park
            fi
       :: else ->
            gate[me] = first - 1;
            if
            :: first > published || slot[first % SLOTS] == SENTINEL -> won = false
            :: else ->
                 atomic {
                   if
                   :: work == first - 1 -> work = first; won = true
                   :: else -> won = false
                   fi
                 }
            fi;
#ifdef COPY_AFTER_LEAVING
            gate[me] = OPEN;
#endif
            if
            :: won ->
                 item = slot[first % SLOTS];
                 assert(item == first);       /* not overwritten, and not cleared by another */
                 slot[first % SLOTS] = 0
            :: else -> skip
            fi;
            gate[me] = OPEN;
            if
            :: won && item == ITEMS ->        /* is tried again later, perhaps by another */
                 putBack++;
                 retries++;
                 settled++
            :: won && item != ITEMS -> finish(item)
            :: else -> skip
            fi
       fi
  :: mayPark && !ending ->
park:  waiting[me] = true;
#ifndef NO_SECOND_LOOK
       if
       :: mayPark && !ending -> woken[me]
       :: else -> skip
       fi;
#else
       woken[me];
#endif
       atomic { waiting[me] = false; woken[me] = false }
  od;
  atomic {
    gone++;
    if
#ifdef FIRST_SENDS_SENTINEL
    :: gone == 1 && !ended ->
#else
    :: gone == WORKERS && !ended ->
#endif
         assert(gone == WORKERS);             /* nobody emits behind it */
         sentinelsSent++
    :: else -> skip
    fi
  }
}

active proctype Aborter() {
  if
  :: true -> skip                             /* nobody aborts */
  :: true ->
       ended = true;
#ifndef NO_WAKE_AT_ABORT
       wakeAll()
#endif
  fi
}

init {
  atomic {
    gate[0] = OPEN;
    gate[1] = OPEN;
    run Producer();
    run Worker(0);
    run Worker(1)
  }
}

#define allGone (producerGone && gone == WORKERS)

/* It ends, whatever happens. */
ltl ends { <> allGone }

/* If nobody aborts, every item is finished with, once, and the next step is told once. */
ltl accounts {
  [] ((allGone && !ended) -> (finished == ITEMS && sentinelsSent == 1)) }
