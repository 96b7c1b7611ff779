/**
 * The schema, connection pools, the embedded PostgreSQL and housekeeping. All of it blocks: call it on virtual threads.
 */
@NullMarked
package io.kanhu.database;

import org.jspecify.annotations.NullMarked;
