package io.paipa;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Hears what pipelines write to the log while a test runs, in place of the console. Any thread. */
final class LogListener implements BeforeEachCallback, AfterEachCallback {
  private static final Logger LOG = Logger.getLogger("io.paipa");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Override
  public void beforeEach(ExtensionContext context) {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  List<LogRecord> records() {
    return records;
  }

  /** What was written so far: level and words. */
  List<String> lines() {
    return records.stream()
        .map(entry -> entry.getLevel() + ": " + new SimpleFormatter().formatMessage(entry))
        .toList();
  }
}
