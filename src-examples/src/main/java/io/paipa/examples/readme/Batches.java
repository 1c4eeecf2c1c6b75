package io.paipa.examples.readme;

import static java.time.Duration.ofSeconds;

import io.paipa.Builder;
import io.paipa.CheckedConsumer;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import java.util.List;

/** Lists of messages: none is too large to be sent at once, or all go to the same place. */
final class Batches {
  private Batches() {}

  /** A message, and where it goes. */
  record Message(String topic, String text) {}

  static Builder<Message, Void> bySize(CheckedConsumer<List<Message>> send) {
    // tag::weight[]
    return Pipeline.<Message>named("messages")
        .chunk("batch", 500, ofSeconds(1))
        .weighing(message -> message.text().length(), 1_000_000)
        .sink("send", send);
    // end::weight[]
  }

  static Builder<Message, Void> byTopic(
      CheckedConsumer<List<Message>> send, CheckedConsumer<Message> unsent) {
    // tag::key[]
    return Pipeline.<Message>named("messages")
        .chunk("batch", 500, ofSeconds(1))
        .groupedBy(Message::topic, 100)
        .onFailure(FailurePolicy.deadLetter(failed -> unsent.accept(failed.item())))
        .sink("send", send);
    // end::key[]
  }
}
