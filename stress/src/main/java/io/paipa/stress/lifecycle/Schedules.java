package io.paipa.stress.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All schedules of so many calls. */
final class Schedules {
  private static final int POINTS = 6;

  private Schedules() {}

  static List<Schedule> ofPairs() {
    Set<List<Call>> orders = new LinkedHashSet<>();
    for (Call first : Call.values()) {
      for (Call second : Call.values()) {
        orders.add(List.of(first, second));
      }
    }
    return schedules(orders);
  }

  static List<Schedule> ofTriples() {
    Set<List<Call>> orders = new LinkedHashSet<>();
    for (Call first : Call.values()) {
      for (Call second : Call.values()) {
        for (Call third : Call.values()) {
          orders.add(List.of(first, second, third));
        }
      }
    }
    return schedules(orders);
  }

  private static List<Schedule> schedules(Set<List<Call>> orders) {
    List<Schedule> schedules = new ArrayList<>();
    for (List<Call> calls : orders) {
      addHeld(calls, false, schedules);
      if (!calls.contains(Call.START)) {
        addHeld(calls, true, schedules);
      }
    }
    return schedules;
  }

  /** Held nowhere, and at each point; every other one is ended by an abort. */
  private static void addHeld(List<Call> calls, boolean started, List<Schedule> into) {
    for (int point = 0; point <= POINTS; point++) {
      into.add(new Schedule(calls, started, point, into.size() % 2 == 0));
    }
  }
}
