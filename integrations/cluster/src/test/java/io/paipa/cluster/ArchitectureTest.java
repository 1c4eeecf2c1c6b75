package io.paipa.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** Imports run downwards only, and what may change in Jet is used in few places. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.paipa.cluster");

  /** A file stands for its top-level class, and all that is in it. */
  @Test
  void shouldHaveNoCircleOfFiles() {
    SliceAssignment files =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().equals("io.paipa.cluster")
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

  /** It promises to stay the same between patches alone. */
  @Test
  void shouldKnowProcessorsOfJetInOneClass() {
    noClasses()
        .that()
        .doNotHaveSimpleName("EmbeddedProcessor")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("com.hazelcast.jet.core")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        JavaClass.Predicates.simpleName("JobStatus"))))
        .check(CLASSES);
  }
}
