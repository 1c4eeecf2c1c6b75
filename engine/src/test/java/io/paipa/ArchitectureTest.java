package io.paipa;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports run downwards only. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.paipa");

  /** The classes that translate what a user describes. */
  private static final DescribedPredicate<JavaClass> THE_BUILDER =
      classes(
          "the builder",
          "PipelineBuilder",
          "PipelinePlanner",
          "StepPlanner",
          "StreamIterator",
          "ThreadRules");

  /** The classes that gather what a user describes. */
  private static final DescribedPredicate<JavaClass> THE_DESCRIPTION =
      classes(
          "the description",
          "ChunkSpec",
          "Environment",
          "ItemSpec",
          "IteratorSpec",
          "NamedPart",
          "OptionsOfChunk",
          "OptionsOfItems",
          "OptionsOfIterator",
          "PipelineSpec",
          "StepSpec");

  /** Classes, with what is inside them. */
  private static DescribedPredicate<JavaClass> classes(String description, String... names) {
    return describe(
        description,
        type ->
            Stream.of(names)
                .map(name -> "io.paipa." + name)
                .anyMatch(name -> (type.getName() + "$").startsWith(name + "$")));
  }

  @Test
  void shouldImportDownwardsOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("run")
        .definedBy("io.paipa.run")
        .layer("coroutine")
        .definedBy("io.paipa.coroutine")
        .layer("source")
        .definedBy("io.paipa.source")
        .layer("worker")
        .definedBy("io.paipa.worker")
        .layer("step")
        .definedBy("io.paipa.step")
        .layer("ledger")
        .definedBy("io.paipa.ledger")
        .layer("handover")
        .definedBy("io.paipa.handover")
        .layer("hop")
        .definedBy("io.paipa.hop")
        .layer("ring")
        .definedBy("io.paipa.ring")
        .layer("claim")
        .definedBy("io.paipa.claim")
        .whereLayer("run")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("coroutine")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("coroutine")
        .mayOnlyAccessLayers("ledger", "handover")
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("worker")
        .mayOnlyBeAccessedByLayers("run", "source")
        .whereLayer("step")
        .mayOnlyBeAccessedByLayers("worker")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers("step", "worker", "source", "run", "coroutine")
        .whereLayer("handover")
        .mayOnlyBeAccessedByLayers("source", "coroutine")
        .whereLayer("hop")
        .mayOnlyBeAccessedByLayers("ledger", "worker", "source", "run")
        .whereLayer("ring")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("ring")
        .mayOnlyAccessLayers("claim")
        .check(CLASSES);
  }

  @Test
  void shouldKnowTheBuilderNowhereInTheEngine() {
    noClasses()
        .that()
        .resideInAPackage("io.paipa.*")
        .should()
        .dependOnClassesThat(THE_BUILDER.or(THE_DESCRIPTION))
        .check(CLASSES);
  }

  @Test
  void shouldOpenTheDoorInTheBuilderAlone() {
    noClasses()
        .that(resideInAPackage("io.paipa").and(not(THE_BUILDER)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.paipa.*")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNothingOfPipelinesAtTheBottom() {
    noClasses()
        .that()
        .resideInAnyPackage("io.paipa.claim", "io.paipa.handover", "io.paipa.hop", "io.paipa.ring")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.paipa", "io.paipa.step", "io.paipa.worker", "io.paipa.run")
        .check(CLASSES);
  }

  /** Neither in what is compiled here, nor in the Disruptor, on which it stands. */
  @Test
  void shouldNeedNothingUnsafe() {
    JavaClasses withDisruptor =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.paipa", "com.lmax.disruptor");
    assertThat(withDisruptor.contain(RingBuffer.class)).isTrue();
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun..", "jdk.internal..")
        .check(withDisruptor);
  }
}
