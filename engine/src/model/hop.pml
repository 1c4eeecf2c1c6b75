/*
 * A hop: the claim of a step, its refills, the fence, the end; or its wake-ups.
 *
 * A ring of SLOTS slots, a producer that puts ITEMS items and the sentinel, WORKERS workers that
 * share one claim. Compiled in one of two ways, so that each can be searched whole:
 *
 *   claiming   Every access to the claim is a step of its own. An idle worker goes on as soon as
 *              there is something to do. Memory is sequentially consistent.
 *   waking     (with -DWAKING) Every access to the signal and to the set of parked workers is a
 *              step of its own. A take and a refill are two steps each. With -DBUFFERED, what the
 *              producer publishes leaves its processor later than the producer looks who waits.
 *
 *   model                     engine
 *   next, filled, locked,     hop/StepClaim, hop/SharedClaim: take, tryBegin, open, end
 *   shift
 *   cell                      hop/Circle: takeOut, emptyFrom
 *   copy                      worker/Filler.fill, hop/Outlet.claim, hop/Slots.take
 *   work, published, slot     hop/Outlet, hop/Slots; the gate of the producers is `work`
 *   pull, endRun, refill      loop/WorkLoop.next; worker/Puller: look, takeClaimed, endRun, fill
 *   handOn                    worker/Puller.handOn, loop/ParkingWaiter.resign
 *   await, park, watch        loop/ParkingWaiter: await, stepBack, park, watch
 *   tell, wakeForMore         loop/Signal: published, wakeForMore
 *   searcher, watcher         loop/Signal: who has the search, and the watch
 *   waiting                   loop/WaitSet
 *   settled, putBack          ledger/StepLedger: isQuiet, reenqueue; ledger/WorkerCounts.settleUp
 *   retries                   worker/RetryQueue
 *   phase, fence, passMeta    worker/Fence, worker/Passage: pass, passMeta
 *   nextPlace                 worker/ReorderWindow.take
 *   ended, End                life/Lifecycle, life/Engine.sweep; hop/StepClaim.drain, hop/Outlet.drain
 *
 * Options: META_AFTER=k, a meta event is behind item k; PUT_BACK=k, item k's user code puts an item
 * back; WAITS_FOR_PUT_BACK, and stays until that one has begun; GROUPS, any item's user code may stay
 * until the item has begun that is WORKERS - 1 places behind; ABORT, it may end at any moment; STUCK,
 * one more worker has just filled the claim, has woken a sibling, and stays in user code for ever.
 *
 * The faults that can be compiled in, and must be found, are listed in `check`.
 */
#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef ITEMS
#define ITEMS 3
#endif
#ifndef META_AFTER
#define META_AFTER 0
#endif
#ifndef PUT_BACK
#define PUT_BACK 0
#endif
#define SLOTS 2
#define SIZE 2             /* what a refill may have */
#define CELLS 2            /* half of what the engine has: so more depends on the emptying */

/* What is in a slot or a cell; items are numbered from 1, in the order of the ring. */
#define SENTINEL (ITEMS + 1)
#define META (ITEMS + 2)
#define VOID (ITEMS + 3)
#define AGAIN 0            /* the item that was put back */

#if META_AFTER == 0
#define LAST (ITEMS + 1)
#define contentOf(sequence) (sequence)
#define itemsUpTo(sequence) (sequence < LAST -> sequence : ITEMS)
#else
#define LAST (ITEMS + 2)
#define contentOf(sequence) (sequence <= META_AFTER -> sequence : \
  (sequence == META_AFTER + 1 -> META : sequence - 1))
#define itemsUpTo(sequence) (sequence <= META_AFTER -> sequence : \
  (sequence < LAST -> sequence - 1 : ITEMS))
#endif

/* phases of the fence */
#define OPEN 0
#define PASSING 1
#define ENDING 2

byte slot[SLOTS];
byte published;            /* up to which sequence, as others see it */
byte work;                 /* up to which sequence slots were claimed */
byte cell[CELLS];
byte next;
byte filled;
byte shift;
bool locked;
byte settled;              /* slots and items put back that are finished with */
byte putBack;              /* items that were put back */
byte retries;              /* of these, those that wait */
byte phase;
byte nextPlace;
bool ended;                /* aborted */
bool producerGone;
byte gone;                 /* workers that have ended */
byte sentinelsSent;        /* into the next ring */

/* what is checked: sets of items, and the places that the refills gave them */
byte begun;
byte done;
byte abandoned;
bool metaPassed;
byte placeOf[ITEMS + 1];

#define has(set, item) ((set >> (item)) & 1)
#define include(set, item) set = set | (1 << (item))

#define hasNext (published > work)
#define head slot[(work + 1) % SLOTS]
#define isFence(content) (content == SENTINEL || content == META)
#define hasFence (hasNext && isFence(head))
#ifdef FENCE_IGNORES_RETRIES
#define isQuiet(sum) (sum + retries >= work + putBack)
#else
#define isQuiet(sum) (sum == work + putBack)
#endif
#ifdef FENCE_KEEPS_AWAKE
#define mayPassFence (phase == ENDING || phase == OPEN)
#else
#define mayPassFence (phase == ENDING || (phase == OPEN && isQuiet(settled)))
#endif
#define hasDuties (ended || retries > 0 || (hasFence && mayPassFence))
#define hasItems (next < filled || (hasNext && !isFence(head)))

#ifdef WAKING
/* ------------------------------------------------------------------------------ wake-ups */

#define STEPS atomic
#define WAKER 99           /* who searches only to wake somebody */

byte searcher;             /* its number + 1, WAKER, or 0 */
byte watcher;              /* its number + 1, or 0 */
bool waiting[WORKERS];     /* who is registered, and was not woken */

#define parked (waiting[0] + waiting[1])
#define searching (searcher == me + 1)
#define watching (watcher == me + 1)
#ifdef STUCK
#define isAllIdle false
#else
#define isAllIdle (parked + 1 >= WORKERS)
#endif

#ifdef BUFFERED
byte written;              /* up to which sequence the producer has published */
#define isOut (published == written)

/* What the producer has published leaves its processor. */
proctype Buffer() {
end:
  do
  :: atomic { published < written -> published++ }
  od
}
#else
#define isOut true
#endif

/* The engine wakes the one that came last. This wakes any. */
inline wake(toSearch) {
  if
  :: waiting[0] -> waiting[0] = false; if :: toSearch -> searcher = 1 :: else fi
  :: waiting[1] -> waiting[1] = false; if :: toSearch -> searcher = 2 :: else fi
  fi
}

inline wakeAll() {
  d_step { waiting[0] = false; waiting[1] = false }
}

/* visible: what the caller has published is out of its processor; a compare-and-set sees to it */
inline beginSearchAndWake(visible) {
  do
  :: atomic { visible -> if :: searcher != 0 -> break :: else -> searcher = WAKER fi };
     atomic { if :: parked > 0 -> wake(true); break :: else fi };
     searcher = 0;
#ifndef NO_LOOK_AFTER_SEARCH
     atomic { if :: parked > 0 -> wake(false) :: else fi };
#endif
     break
  od
}

inline wakeForMore(visible) {
  do
  :: if
     :: parked > 0
     :: parked == 0 -> if :: watcher == 0 -> break :: else fi
     fi;
     beginSearchAndWake(visible);
     break
  od
}

inline tell(visible) {
  do
  :: if
     :: searcher != 0 ->
#ifdef SEARCH_IS_TRUSTED
          break;
#endif
          atomic { if :: watcher != 0 -> break :: else fi };
          atomic { if :: parked == 0 -> break :: else fi };
          atomic { visible -> if :: searcher != 0 -> break :: else fi }
     :: searcher == 0 ->
          if
          :: watcher == 0
          :: watcher != 0 -> atomic { if :: isAllIdle :: else -> break fi }
          fi
     fi;
     wakeForMore(visible);
     break
  od
}

inline resign() {
  atomic { if :: searching -> searcher = 0 :: else fi };
  if
  :: watching ->
       watcher = 0;
#ifndef WATCHER_NOT_REPLACED
       wakeForMore(true)
#endif
  :: else
  fi
}

inline handOn(own) {
  do
  :: resign();
     atomic { if :: searcher != 0 || (parked == 0 && watcher == 0) -> break :: else fi };
     atomic {
       if
       :: next + own < filled || hasNext ->
            if
            :: watcher == 0
            :: watcher != 0 -> if :: true :: retries == 0 -> break fi /* worth joining, or not */
            fi
       :: else -> if :: retries > 0 :: else -> break fi
       fi
     };
     beginSearchAndWake(true);
     break
  od
}
#else
#define STEPS
#define isOut true
#define handOn(own) skip
#define resign() skip
#define wakeForMore(visible) skip
#define wakeAll() skip
#define tell(visible) skip
#endif

/* --------------------------------------------------------------------------- the producer */

proctype Producer() {
  byte last;
#ifdef STUCK
  last = 2;
#endif
  do
  :: ended || last == LAST -> break
  :: !ended && last < LAST && last < work + SLOTS -> /* else it parks: every park is timed */
       atomic {
         last++;
         assert(slot[last % SLOTS] == 0);      /* it was copied, and cleared */
         slot[last % SLOTS] = contentOf(last);
#ifdef BUFFERED
         written = last
#else
         published = last
#endif
       };
       tell(isOut)
  od;
  producerGone = true
}

/* ------------------------------------------------------------------------------- a worker */

/* An item so far behind may be in the same group; but no group reaches across a fence. */
#define hasPartner(item) (item > 0 && item + WORKERS - 1 <= ITEMS \
  && !(item <= META_AFTER && item + WORKERS - 1 > META_AFTER))
#ifdef WAITS_FOR_PUT_BACK
#define staysUntil has(begun, AGAIN)
#else
#define staysUntil has(begun, item + WORKERS - 1)
#endif

inline finish() {
  d_step {
    assert(!has(done, item) && !has(abandoned, item));
    assert(phase != ENDING || ended);          /* the fence has waited for it */
    assert(!(metaPassed && item <= META_AFTER && !ended));
    include(done, item);
    unsettled++;
    item = 0
  }
}

#ifdef NO_NULL_CHECK
#define isEmptied(content) true
#else
#define isEmptied(content) (content == 0)
#endif
#ifdef PAST_FENCES
#define isItem(content) (content != SENTINEL)
#else
#define isItem(content) (!isFence(content))
#endif

/* Under the lock. No others touch these slots and cells now: so it is one step. */
inline copy(limit) {
  d_step {
    room = 0;
    do
    :: room < limit && isEmptied(cell[(filled + room) % CELLS]) -> room++
    :: else -> break
    od;
    taken = 0;
    added = 0;
    first = nextPlace;
    do
    :: taken < room && published > work + taken && isItem(slot[(work + taken + 1) % SLOTS]) ->
         taken++;
         item = slot[(work + taken) % SLOTS];
         slot[(work + taken) % SLOTS] = 0;
         assert(item != 0);                    /* published, and not taken twice */
         if
         :: item <= ITEMS ->
              assert(cell[(filled + added) % CELLS] == 0);  /* it was emptied */
              cell[(filled + added) % CELLS] = item;
              placeOf[item] = nextPlace;
              nextPlace++;
              added++
         :: else
         fi
    :: else -> break
    od;
    item = 0
  }
}

proctype Worker(byte me) {
  byte position, shiftThen, item, room, taken, added, first, sum;
  byte unsettled;                              /* what it has not yet shown to be settled */
  bool tookRetry, retriesAreNext;
#ifdef WAKING
  bool lost, waited, toldEmpty, spun, steppedBack, leavesItems, mayMiss;
  byte before;
#endif

#ifdef STUCK
  atomic { waited = true; toldEmpty = true; spun = true; goto asleep };
#endif

pull:
  atomic {
    if
    :: ended -> goto leave
    :: !ended && next < filled -> position = next; shiftThen = shift
    :: else -> goto endRun
    fi
  };
  STEPS {
    atomic {
      if
      :: next == position -> next++
      :: else ->
           position = 0;
           shiftThen = 0;
#ifdef WAKING
           lost = true;
#endif
           goto endRun
      fi
    };
#ifdef SHIFT_READ_LATE
    shiftThen = shift;
#endif
    atomic {
      item = cell[position % CELLS];
      assert(item == position + 1);            /* strictly in the order of the ring */
      assert(position + shiftThen == placeOf[item]);
      shiftThen = 0
    };
    atomic {
      assert(cell[position % CELLS] == item);
      cell[position % CELLS] = 0;
      position = 0
    };
#ifdef WAKING
    if
    :: waited -> waited = false; toldEmpty = false; spun = false
    :: else -> goto user
    fi
#endif
  };
#ifndef FOUND_FOR_ITSELF
  handOn(0);
#else
  resign();
#endif

user:
  atomic {
    include(begun, item);
    if
    :: item == PUT_BACK && PUT_BACK > 0 -> putBack++; nextPlace++
    :: else -> goto works
    fi
  };
  retries++;
#ifndef PUT_BACK_IN_SILENCE
  tell(true);
#endif
works:
  atomic {
    if
    :: true
#ifdef GROUPS
    :: hasPartner(item) -> goto stays
#endif
    fi;
#ifdef WAITS_FOR_PUT_BACK
    if :: item == PUT_BACK -> goto stays :: else fi;
#endif
    finish();
    if :: goto pull :: goto endRun fi          /* a run may end at any item */
  };
stays:
  atomic {
    staysUntil || ended;
    finish();
    if :: goto pull :: goto endRun fi
  };

endRun:
  atomic {
    if
    :: unsettled > 0 ->
         settled = settled + unsettled;
         unsettled = 0;
         assert(settled <= work + putBack)     /* nothing is settled before it was taken */
    :: else -> goto retry
    fi
  };
retry:
  atomic {
    if
    :: !tookRetry && retries > 0 ->
         retries--;
         item = AGAIN;
         tookRetry = true;
#ifdef WAKING
         lost = false; waited = false; toldEmpty = false; spun = false
#endif
    :: else ->
         retriesAreNext = tookRetry;
         tookRetry = false;
#ifdef WAKING
         if
         :: lost -> lost = false; retriesAreNext = false; if :: goto stepBack :: goto pull fi
         :: else
         fi;
#endif
         if
         :: next < filled -> retriesAreNext = false; goto pull
         :: next == filled && hasNext -> goto refill
         :: else -> goto await
         fi
    fi
  };
  handOn(0);
  goto user;

refill:
  STEPS {
#ifndef NO_LOCK
    atomic {
      if
      :: locked -> retriesAreNext = false; goto contention
      :: else -> locked = true
      fi
    };
#endif
#ifndef NO_LOOK_UNDER_LOCK
    atomic { if :: next < filled -> retriesAreNext = false; locked = false; goto pull :: else fi };
#endif
#ifdef WORK_BEFORE_COPY
    atomic { if :: hasNext && isItem(head) -> work++; sum = 1 :: else fi };
    atomic { work = work - sum; sum = 0; copy(1) };
#else
    atomic { if :: copy(1) :: copy(SIZE) fi }; /* as many as are worth while */
#endif
    atomic {
      if
      :: taken > 0 -> retriesAreNext = false; room = 0
      :: taken == 0 ->
           first = 0;
           locked = false;
           if
           :: room == 0 -> retriesAreNext = false; goto contention
           :: room > 0 && hasNext -> room = 0; goto fence
           :: room > 0 && !hasNext -> room = 0; goto await
           fi
      fi
    };
#ifndef SHIFT_AFTER_FILLED
    shift = first - filled;
#endif
#ifdef FILLED_BEFORE_WORK
    filled = filled + added
#else
    work = work + taken
#endif
  };
  STEPS {
#ifdef FILLED_BEFORE_WORK
    work = work + taken;
#else
    filled = filled + added;
#endif
#ifdef SHIFT_AFTER_FILLED
    shift = first + added - filled;
#endif
    atomic {
      locked = false;
      unsettled = unsettled + taken - added;   /* void slots */
      first = 0; taken = 0; added = 0
    }
  };
#ifndef REFILL_FOR_ITSELF
  handOn(1);
#else
  resign();
#endif
  goto pull;

contention:                                    /* yields, until something has changed */
  atomic {
    ended || next < filled || (!locked && cell[filled % CELLS] == 0);
    goto pull
  };

fence:
  STEPS {
    atomic { if :: phase == ENDING -> goto leave :: else fi };
#ifndef NO_QUIET_CHECK
    sum = settled;                             /* before what was taken */
    atomic { if :: isQuiet(sum) -> sum = 0 :: else -> sum = 0; goto await fi };
#endif
    atomic {
      if
      :: phase == OPEN -> phase = PASSING; retriesAreNext = false
      :: else -> goto await
      fi
    }
  };
  STEPS {
#ifndef FENCE_NOT_LOOKED_AT_AGAIN
    atomic { if :: hasFence -> sum = settled :: else -> phase = OPEN; goto pull fi };
#ifndef NO_QUIET_CHECK
    atomic { if :: isQuiet(sum) -> sum = 0 :: else -> sum = 0; phase = OPEN; goto pull fi };
#endif
#endif
    atomic { if :: head == META -> goto passMeta :: else fi }
  };
  phase = ENDING;
#ifndef SENTINEL_IN_SILENCE
  wakeAll();
#endif
  goto pull;
passMeta:
  resign();
  metaPassed = true;
  head = VOID;
  phase = OPEN;
  if :: hasNext -> wakeForMore(true) :: else fi;
  goto pull;

await:
#ifndef WAKING
  atomic { retriesAreNext || hasDuties || hasItems; retriesAreNext = false; goto pull };
#else
  atomic {
    if :: retriesAreNext -> retriesAreNext = false; goto pull :: else fi;
    waited = true;
    if
    :: !spun ->
         spun = true;
         if
         :: searching -> goto pull             /* it was woken to search */
         :: searcher == 0 -> searcher = me + 1; goto pull
         :: else
         fi
    :: else
    fi;
    if
    :: toldEmpty -> steppedBack = false; goto park
    :: else -> toldEmpty = true
    fi
  };
  handOn(0);
  goto pull;

stepBack:
  atomic { waited = true; steppedBack = true };
park:
  atomic {
    spun = true;
    mayMiss = searching;
    if :: searching -> searcher = 0 :: else fi;
    if
    :: watching -> goto watch
    :: !watching -> if :: true :: !steppedBack -> goto register fi /* whether others are busy */
    fi
  };
  atomic { if :: isAllIdle -> goto register :: else fi };
  atomic { if :: watcher == 0 -> watcher = me + 1 :: else -> goto register fi };
watch:
  atomic { spun = false; leavesItems = steppedBack };
tick:
  atomic { if :: hasDuties -> goto leavesWatch :: else fi };
  atomic { if :: !leavesItems && hasItems -> goto leavesWatch :: else -> before = next fi };
  atomic {                                     /* a millisecond later, or woken, or by chance */
    leavesItems = false;
    if
    :: next == before && hasItems -> before = 0; goto tick
    :: next != before -> before = 0; if :: leavesItems = true :: true fi; goto tick
    :: true                                    /* it stood still, or items are not cheap */
    fi;
    before = 0
  };
  atomic { watcher = 0; mayMiss = true };
register:
  atomic {
#ifdef FIRST_ALONE_MAY_MISS
    if :: parked == 0 -> mayMiss = true :: else fi;
#else
    mayMiss = true;
#endif
    waiting[me] = true
  };
look:
#ifndef NO_SECOND_LOOK
  atomic { if :: hasDuties -> spun = false; goto deregister :: else fi };
#ifdef STEPS_BACK_ALONE
  atomic { if :: !steppedBack && hasItems -> spun = false; goto deregister :: else fi };
#else
  atomic {
    if
    :: !(steppedBack && watcher != 0) && hasItems -> spun = false; goto deregister
    :: else
    fi
  };
#endif
#endif
#ifdef BUFFERED
#ifndef NO_LAST_LOOK
  atomic {                                     /* a millisecond is longer than any buffer's delay */
    if
    :: waiting[me] && mayMiss && isOut -> mayMiss = false; goto look
    :: waiting[me] && !mayMiss
    :: !waiting[me]
    fi
  };
#endif
#endif
asleep:
  !waiting[me];
deregister:
  atomic {
    if :: waiting[me] -> waiting[me] = false :: else -> spun = false fi;
    mayMiss = false;
    steppedBack = false;
    goto pull
  };
leavesWatch:
  atomic { leavesItems = false; mayMiss = false; steppedBack = false; goto pull };
#endif

leave:
  atomic {
    gone++;
    if
#ifdef FIRST_SENDS_SENTINEL
    :: gone == 1 && !ended ->
#else
    :: gone == WORKERS && !ended ->
#endif
         assert(gone == WORKERS);              /* nobody emits behind it */
         sentinelsSent++
    :: else
    fi
  }
}

/* -------------------------------------------------------------------------------- the end */

proctype End() {
  byte position, item;
  if
  :: gone == WORKERS && producerGone -> goto accounts
#ifdef ABORT
  :: true -> ended = true
#endif
  fi;
#ifndef ABORT_IN_SILENCE
  wakeAll();
#endif
#ifndef WAKING
#ifndef DRAIN_WITHOUT_LOCK
  atomic { !locked -> locked = true };         /* for good; workers may be at work yet */
#endif
drain:
  atomic {
    if
    :: next < filled -> position = next
    :: else -> goto drainRing
    fi
  };
  atomic { if :: next == position -> next++ :: else -> goto drain fi };
  atomic { item = cell[position % CELLS]; assert(item == position + 1) };
  atomic {
    assert(cell[position % CELLS] == item && !has(begun, item));
    cell[position % CELLS] = 0;
    include(abandoned, item);
    item = 0;
    position = 0;
    goto drain
  };
drainRing:
  gone == WORKERS && producerGone;
  do
  :: published > work ->
       d_step {
         if :: head <= ITEMS -> include(abandoned, head) :: else fi;
         head = 0;
         work++
       }
  :: published == work -> break
  od;
#else
  gone == WORKERS && producerGone;
  goto end;                                    /* what is left is the other part's matter */
#endif
accounts:
  atomic {
    assert(next == filled);
    assert((done & abandoned) == 0);
    assert((done | abandoned) >> 1 == (1 << itemsUpTo(work)) - 1);
    assert(has(done, AGAIN) + retries == putBack);
    if
    :: ended
    :: else ->
         assert(sentinelsSent == 1 && phase == ENDING);
         assert(work == LAST - 1 && settled == work + putBack);
         assert(abandoned == 0 && retries == 0);
         assert(metaPassed == (META_AFTER > 0))
    fi
  };
end:
  skip
}

init {
  atomic {
#ifdef STUCK
    published = 2; written = 2; work = 2; filled = 2; nextPlace = 2;
    cell[0] = 1; cell[1] = 2; placeOf[2] = 1;
    searcher = 1; waiting[1] = true;
#endif
    run Producer();
#ifdef BUFFERED
    run Buffer();
#endif
    run Worker(0);
    run Worker(1);
#if WORKERS > 2
    run Worker(2);
#endif
    run End()
  }
}
