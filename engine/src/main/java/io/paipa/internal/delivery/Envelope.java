package io.paipa.internal.delivery;

/**
 * What stands for an item on its way if somebody waits to be told of it. It is in the ring, in
 * outboxes and claims in the item's place; user code gets the item.
 *
 * @param item the item
 * @param delivery what it is part of
 */
public record Envelope(Object item, Delivery delivery) {
  /**
   * By a thread that holds something of a delivery open: something came of its item.
   *
   * @param item what came of it
   * @param delivery the delivery
   * @return what is to be handed on
   */
  public static Envelope opened(Object item, Delivery delivery) {
    delivery.open();
    return new Envelope(item, delivery);
  }

  /**
   * What was {@linkplain #opened opened} is not handed on.
   *
   * @param content an envelope, or an item of no delivery
   */
  public static void takeBack(Object content) {
    if (content instanceof Envelope envelope) {
      envelope.delivery().takeBack();
    }
  }

  /**
   * The item that something on its way is, or stands for.
   *
   * @param content an item or an envelope
   * @return the item
   */
  public static Object itemIn(Object content) {
    return content instanceof Envelope envelope ? envelope.item() : content;
  }
}
