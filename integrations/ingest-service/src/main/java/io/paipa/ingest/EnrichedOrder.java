package io.paipa.ingest;

/** An order, with what is known of its customer. */
record EnrichedOrder(Order order, Customer customer) {}
