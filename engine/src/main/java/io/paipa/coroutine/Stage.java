package io.paipa.coroutine;

import java.io.Serializable;

/** What a step does, whatever it is called: it can be put on top of what is before it. */
interface Stage extends Serializable {
  /**
   * Applies this step once: what has state is made here. Called when the first result is asked for.
   *
   * @param upstream what is before it
   * @param place what messages call it
   * @param belongings takes what has to be closed
   * @return what gives the results
   */
  Pull on(Pull upstream, Place place, Belongings belongings);
}
