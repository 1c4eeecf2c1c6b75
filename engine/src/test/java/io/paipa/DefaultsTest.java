package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.StationSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step does not set is as the builder's defaults say; and what these do not, as ours. */
class DefaultsTest {
  private static final Backoff LATER = Backoff.fixed(Duration.ofMillis(1));
  private static final Backoff LATEST = Backoff.fixed(Duration.ofMillis(2));
  private static final CheckedPredicate<Exception> SOME = IllegalStateException.class::isInstance;
  private static final CheckedPredicate<Exception> OTHERS =
      IllegalArgumentException.class::isInstance;
  private static final CheckedConsumer<FailedItem<Object>> DEAD = failed -> {};
  private static final CheckedConsumer<FailedItem<Object>> DEAD_TOO = failed -> {};

  private static StationSettings settings(StepOptions own, StepOptions defaults) {
    PipelineDefinition<?, ?> pipeline =
        Pipeline.<Integer>named("defaults")
            .map("step", item -> item)
            .with(own)
            .defaults(options().workers(9))
            .defaults(defaults)
            .definition();
    return new PipelinePlanner(pipeline).plan(TimeSource.SYSTEM).steps().get(0).settings();
  }

  /**
   * One that can be set to one thing and to another.
   *
   * @param name what it is
   * @param one sets it
   * @param another sets it otherwise
   * @param read reads it
   * @param ifOne what is read if it is the one
   * @param ifAnother what is read if it is the other
   */
  private record Option(
      String name,
      StepOptions one,
      StepOptions another,
      Function<StationSettings, Object> read,
      Object ifOne,
      Object ifAnother) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Option> all() {
    return Stream.of(
        new Option(
            "workers", options().workers(3), options().workers(5), StationSettings::workers, 3, 5),
        new Option(
            "capacity",
            options().capacity(8),
            options().capacity(16),
            StationSettings::capacity,
            8,
            16),
        new Option(
            "how often to retry",
            options().retrying(2, LATER),
            options().retrying(0, Backoff.none()),
            settings -> settings.retrying().max(),
            2,
            0),
        new Option(
            "when to retry",
            options().retrying(2, LATER),
            options().retrying(2, LATEST),
            settings -> settings.retrying().backoff(),
            LATER,
            LATEST),
        new Option(
            "what to retry",
            options().retrying(2, LATER, SOME),
            options().retrying(2, LATER, OTHERS),
            settings -> settings.retrying().retryable(),
            SOME,
            OTHERS),
        new Option(
            "whether a failure is the pipeline's",
            options().onFailure(FailurePolicy.skip()),
            options().onFailure(FailurePolicy.failPipeline()),
            settings -> settings.onFailure().failsPipeline(),
            false,
            true),
        new Option(
            "who takes failed items",
            options().onFailure(FailurePolicy.<Object>deadLetter(DEAD)),
            options().onFailure(FailurePolicy.<Object>deadLetter(DEAD_TOO)),
            settings -> Objects.requireNonNull(settings.onFailure().deadLetters()),
            DEAD,
            DEAD_TOO),
        new Option(
            "claimAhead",
            options().claimAhead(5),
            options().claimAhead(7),
            StationSettings::claimAhead,
            5,
            7),
        new Option(
            "waiting",
            options().waiting(Waiting.yielding()),
            options().waiting(Waiting.busySpin()),
            settings -> Objects.requireNonNull(settings.idling().polling()).get(),
            YieldingIdleStrategy.INSTANCE,
            BusySpinIdleStrategy.INSTANCE),
        new Option(
            "itemTimeout",
            options().itemTimeout(Duration.ofMillis(40)),
            options().itemTimeout(Duration.ofMillis(50)),
            StationSettings::timeoutNanos,
            40_000_000L,
            50_000_000L),
        new Option(
            "stallAfter",
            options().stallAfter(Duration.ofMillis(40)),
            options().stallAfter(Duration.ofMillis(50)),
            StationSettings::stallNanos,
            40_000_000L,
            50_000_000L));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldApplyToAStepThatDoesNotSetTheOption(Option option) {
    StepOptions aside = options().ordered(); // something else is set
    assertThat(option.read.apply(settings(options(), option.one))).isEqualTo(option.ifOne);
    assertThat(option.read.apply(settings(aside, option.another))).isEqualTo(option.ifAnother);
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldGiveWayToWhatAStepSets(Option option) {
    assertThat(option.read.apply(settings(option.one, option.another))).isEqualTo(option.ifOne);
    assertThat(option.read.apply(settings(option.another, option.one))).isEqualTo(option.ifAnother);
    assertThat(option.read.apply(settings(option.one, options()))).isEqualTo(option.ifOne);
  }

  @Test
  void shouldBeOrderedForAllStepsIfAny() {
    assertThat(settings(options(), options().ordered()).ordered()).isTrue();
    assertThat(settings(options().ordered(), options()).ordered()).isTrue();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldHaveVirtualThreadsForAllStepsIfAny() {
    assertThat(settings(options(), options().virtualThreads()).idling().virtualThreads()).isTrue();
    assertThat(settings(options().virtualThreads(), options()).idling().virtualThreads()).isTrue();
  }

  /** How often, when and what to retry is one option: a step's own is not completed by others. */
  @Test
  void shouldNotSayWhatAStepRetriesThatSetsHowOften() throws Exception {
    StationSettings settings =
        settings(options().retrying(3, Backoff.none()), options().retrying(2, LATER, SOME));
    assertThat(settings.retrying().max()).isEqualTo(3);
    assertThat(settings.retrying().immediate()).isTrue();
    assertThat(settings.retrying().retryable().test(new IllegalArgumentException())).isTrue();
  }

  @Test
  void shouldBeOursWhereNobodySetsThem() {
    StationSettings settings = settings(options(), options());
    assertThat(settings.workers()).isEqualTo(1);
    assertThat(settings.capacity()).isEqualTo(1_024);
    assertThat(settings.ordered()).isFalse();
    assertThat(settings.retrying().max()).isZero();
    assertThat(settings.onFailure().failsPipeline()).isTrue();
    assertThat(settings.claimAhead()).isEqualTo(1);
    assertThat(settings.idling().polling()).isNull();
    assertThat(settings.idling().virtualThreads()).isFalse();
    assertThat(settings.timeoutNanos()).isEqualTo(StationSettings.NO_LIMIT);
    assertThat(settings.stallNanos()).isEqualTo(30_000_000_000L);
  }
}
