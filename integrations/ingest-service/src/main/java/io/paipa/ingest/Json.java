package io.paipa.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Orders from JSON, answers to JSON. Safe for all threads. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();
  private static final ObjectReader ORDERS = MAPPER.readerFor(Order.class);

  private Json() {}

  /**
   * The order that a line holds.
   *
   * @throws JsonProcessingException if it holds none; {@link #reason} says why
   */
  static Order order(byte[] line, int length) throws JsonProcessingException {
    try {
      Order order = ORDERS.readValue(line, 0, length);
      if (order == null) {
        throw MismatchedInputException.from(null, Order.class, "null is no order");
      }
      return order;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can't be read", e);
    }
  }

  /** What is wrong with a line, and where in it. */
  static String reason(JsonProcessingException e) {
    String where = e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
    return e.getOriginalMessage() + where;
  }

  static byte[] bytes(Object answer) {
    try {
      return MAPPER.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of a " + answer.getClass(), e);
    }
  }
}
