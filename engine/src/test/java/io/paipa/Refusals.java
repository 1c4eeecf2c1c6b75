package io.paipa;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks whether a call is refused, with which exception, and in which words. */
final class Refusals {
  private Refusals() {}

  static void refused(ThrowingCallable call, Class<?> type, String message) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessage(message);
  }

  static void argument(ThrowingCallable call, String message) {
    refused(call, IllegalArgumentException.class, message);
  }

  static void isNull(ThrowingCallable call, String message) {
    refused(call, NullPointerException.class, message);
  }

  static void state(ThrowingCallable call, String message) {
    refused(call, IllegalStateException.class, message);
  }
}
