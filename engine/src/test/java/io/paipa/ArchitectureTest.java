package io.paipa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
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
        .layer("embedding")
        .definedBy("io.paipa.embedding")
        .layer("testing")
        .definedBy("io.paipa.testing")
        .layer("pausing")
        .definedBy("io.paipa.internal.pausing")
        .layer("life")
        .definedBy("io.paipa.internal.life")
        .layer("assembly")
        .definedBy("io.paipa.internal.assembly")
        .layer("source")
        .definedBy("io.paipa.internal.source")
        .layer("worker")
        .definedBy("io.paipa.internal.worker")
        .layer("step")
        .definedBy("io.paipa.internal.step")
        .layer("ledger")
        .definedBy("io.paipa.internal.ledger")
        .layer("delivery")
        .definedBy("io.paipa.internal.delivery")
        .layer("hop")
        .definedBy("io.paipa.internal.hop")
        .layer("loop")
        .definedBy("io.paipa.internal.loop")
        .layer("flight")
        .definedBy("io.paipa.internal.flight")
        .layer("measure")
        .definedBy("io.paipa.internal.measure")
        .layer("platform")
        .definedBy("io.paipa.internal.platform")
        .layer("coroutine")
        .definedBy("io.paipa.coroutine")
        .layer("ring")
        .definedBy("io.paipa.ring")
        .whereLayer("embedding")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("testing")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("testing")
        .mayOnlyAccessLayers("life", "platform")
        .whereLayer("pausing")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("life")
        .mayOnlyBeAccessedByLayers("pausing", "embedding", "testing")
        .whereLayer("assembly")
        .mayOnlyBeAccessedByLayers("life", "pausing", "embedding")
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("life", "pausing")
        .whereLayer("worker")
        .mayOnlyBeAccessedByLayers("source", "assembly", "life", "pausing")
        .whereLayer("step")
        .mayOnlyBeAccessedByLayers("worker", "assembly")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers(
            "step", "worker", "source", "assembly", "life", "coroutine", "embedding")
        .whereLayer("delivery")
        .mayOnlyBeAccessedByLayers("worker", "source", "life")
        .whereLayer("hop")
        .mayOnlyBeAccessedByLayers("ledger", "worker", "source", "assembly", "life", "embedding")
        .whereLayer("loop")
        .mayOnlyBeAccessedByLayers("hop", "worker", "source", "assembly", "life", "ring")
        .whereLayer("flight")
        .mayOnlyBeAccessedByLayers("worker", "life")
        .whereLayer("measure")
        .mayOnlyBeAccessedByLayers("hop", "ledger", "worker", "embedding")
        .whereLayer("coroutine")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("coroutine")
        .mayOnlyAccessLayers("ledger", "platform")
        .whereLayer("ring")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("ring")
        .mayOnlyAccessLayers("loop", "platform")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCircleOfPackages() {
    slices().matching("io.paipa.internal.(*)").should().beFreeOfCycles().check(CLASSES);
  }

  /** A file stands for its top-level class, and all that is in it. */
  @Test
  void shouldHaveNoCircleOfFiles() {
    SliceAssignment files =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.paipa.internal.")
                ? SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""))
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "files";
          }
        };
    slices().assignedFrom(files).should().beFreeOfCycles().check(CLASSES);
  }

  /** What users import knows nothing of what runs it, but for that one class. */
  @Test
  void shouldHaveOneDoor() {
    noClasses()
        .that()
        .resideInAPackage("io.paipa")
        .and()
        .doNotHaveSimpleName("Door")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.paipa.internal..",
            "io.paipa.ring",
            "io.paipa.coroutine",
            "io.paipa.embedding",
            "io.paipa.testing")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNothingOfPipelinesAtTheBottom() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.paipa.internal.flight",
            "io.paipa.internal.measure",
            "io.paipa.internal.platform",
            "io.paipa.internal.loop",
            "io.paipa.internal.hop",
            "io.paipa.ring")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.paipa")
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
