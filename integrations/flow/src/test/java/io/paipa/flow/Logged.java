package io.paipa.flow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged until this is closed, in place of the console. */
final class Logged extends Handler implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("io.paipa");

  private final List<String> messages = new CopyOnWriteArrayList<>();

  Logged() {
    LOGGER.addHandler(this);
    LOGGER.setUseParentHandlers(false);
  }

  /** "LEVEL message: what was thrown", in the order in which it came. */
  List<String> messages() {
    return messages;
  }

  @Override
  public void publish(LogRecord entry) {
    messages.add(entry.getLevel() + " " + entry.getMessage() + ": " + entry.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
