package io.paipa.ingest;

/** What is known of a customer. */
record Customer(String name, String region) {}
