package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.JobAlreadyExistsException;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.pipeline.GeneralStage;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.Sinks;

/**
 * A job that can be sent to a cluster.
 *
 * @param pipeline what it runs
 * @param job the same, as Jet knows it
 * @param config how it runs
 */
record Submission(Definition pipeline, Pipeline job, JobConfig config) {
  static Submission of(Definition pipeline, Ends ends, JobConfig config) {
    if (ends.source() == null) {
      throw new IllegalStateException(
          pipeline.where() + ": it has no source; call pullFrom(...) before submit");
    }
    Sink<Object> sink = sink(pipeline, ends);
    Pipeline job = Pipeline.create();
    try {
      GeneralStage<?> source = ends.spreading().apply(ends.source().apply(job));
      var unused = new Line(Part.of(pipeline)).behind(source).writeTo(sink);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          pipeline.where()
              + ": Jet does not take its source or its sink ("
              + e.getMessage()
              + "); each serves one job, so make new ones for each submit",
          e);
    }
    return new Submission(pipeline, job, config);
  }

  @SuppressWarnings("unchecked") // the builder's methods made sure of the types
  private static Sink<Object> sink(Definition pipeline, Ends ends) {
    if (ends.sink() == null && !pipeline.endsInSink()) {
      throw new IllegalStateException(
          pipeline.where()
              + ": nothing takes its outputs; call writeTo(...) before submit, or have it end in a"
              + " sink step");
    }
    if (ends.sink() != null && pipeline.endsInSink()) {
      throw new IllegalStateException(
          pipeline.where() + ": it ends in a sink step, which has no outputs; leave writeTo out");
    }
    return ends.sink() == null ? Sinks.noop() : (Sink<Object>) ends.sink();
  }

  Job to(HazelcastInstance hazelcast) {
    try {
      return hazelcast.getJet().newJob(job, config);
    } catch (JobAlreadyExistsException e) {
      throw new IllegalStateException(
          pipeline.where()
              + ": a job named '"
              + config.getName()
              + "' is in the cluster already; give this one another name by named(...), or find"
              + " that one by ClusterRun.find",
          e);
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  private RuntimeException explained(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Jet engine is disabled")) {
      return new IllegalStateException(
          pipeline.where()
              + ": the members' Jet engine is off; set hazelcast.jet.enabled to true there"
              + " (config.getJetConfig().setEnabled(true))",
          e);
    }
    if (message.contains("resource upload")) {
      return new IllegalStateException(
          pipeline.where()
              + ": the members take no classes from a program; set"
              + " hazelcast.jet.resource-upload-enabled to true there"
              + " (config.getJetConfig().setResourceUploadEnabled(true)), or put the classes on"
              + " their class path and send none",
          e);
    }
    return e;
  }
}
