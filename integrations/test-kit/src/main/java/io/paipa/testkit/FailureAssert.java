package io.paipa.testkit;

import io.paipa.PipelineException;
import org.assertj.core.api.AbstractThrowableAssert;

/** Assertions on the failure of a pipeline. */
final class FailureAssert extends AbstractThrowableAssert<FailureAssert, PipelineException> {
  FailureAssert(PipelineException failure) {
    super(failure, FailureAssert.class);
  }
}
