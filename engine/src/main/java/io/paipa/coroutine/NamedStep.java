package io.paipa.coroutine;

import io.paipa.IteratorStep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of a recipe.
 *
 * @param name what messages and reports call it
 * @param stage what it does
 */
record NamedStep(String name, Stage stage) implements Serializable {
  /** The steps of a recipe, or one step around anything else. */
  static List<NamedStep> of(IteratorStep<?, ?> step) {
    return step instanceof Recipe<?, ?> recipe
        ? recipe.steps()
        : List.of(new NamedStep(nameOf(step), new Iterating(step)));
  }

  /** As {@link #of(IteratorStep)}, under a name: of several steps, it goes before theirs. */
  static List<NamedStep> of(String name, IteratorStep<?, ?> step) {
    List<NamedStep> steps = of(step);
    List<NamedStep> renamed = new ArrayList<>();
    for (NamedStep each : steps) {
      String full = steps.size() == 1 ? name : name + "/" + each.name;
      renamed.add(new NamedStep(full, each.stage));
    }
    return renamed;
  }

  private static String nameOf(IteratorStep<?, ?> step) {
    Class<?> type = step.getClass();
    return type.isHidden() || type.isSynthetic() || type.isAnonymousClass()
        ? "step"
        : type.getSimpleName();
  }

  /** Puts steps on top of a source; what maps and filters in a row becomes one. */
  static Pull stack(List<NamedStep> steps, Pull source, Belongings belongings) {
    Pull top = source;
    List<Place> places = new ArrayList<>();
    List<PerItem> row = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      NamedStep step = steps.get(i);
      Place place = new Place(i + 1, step.name);
      if (step.stage instanceof PerItem perItem) {
        row.add(perItem);
        places.add(place);
      }
      if (!row.isEmpty() && (row.size() == Fused.MOST || !(step.stage instanceof PerItem))) {
        top = new Fused(top, row, places);
        row.clear();
        places.clear();
      }
      if (!(step.stage instanceof PerItem)) {
        top = step.stage.on(top, place, belongings);
      }
    }
    return row.isEmpty() ? top : new Fused(top, row, places);
  }
}
