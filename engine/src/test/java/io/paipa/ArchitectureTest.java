package io.paipa;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Imports run downwards only. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.paipa");

  @Test
  void shouldImportDownwardsOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("run")
        .definedBy("io.paipa.run")
        .layer("source")
        .definedBy("io.paipa.source")
        .layer("worker")
        .definedBy("io.paipa.worker")
        .layer("step")
        .definedBy("io.paipa.step")
        .layer("ledger")
        .definedBy("io.paipa.ledger")
        .layer("hop")
        .definedBy("io.paipa.hop")
        .layer("ring")
        .definedBy("io.paipa.ring")
        .layer("claim")
        .definedBy("io.paipa.claim")
        .whereLayer("run")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("worker")
        .mayOnlyBeAccessedByLayers("run", "source")
        .whereLayer("step")
        .mayOnlyBeAccessedByLayers("worker")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers("worker", "run")
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
        .dependOnClassesThat(
            simpleName("PipelineBuilder").or(simpleName("Environment")).or(simpleName("StepSpec")))
        .check(CLASSES);
  }

  @Test
  void shouldOpenTheDoorInTheBuilderAlone() {
    noClasses()
        .that(
            resideInAPackage("io.paipa")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                            "the builder",
                            type ->
                                type.getName().startsWith("io.paipa.PipelineBuilder")
                                    || type.getSimpleName().equals("Environment")))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.paipa.*")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNothingOfPipelinesAtTheBottom() {
    noClasses()
        .that()
        .resideInAnyPackage("io.paipa.claim", "io.paipa.hop", "io.paipa.ring")
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
