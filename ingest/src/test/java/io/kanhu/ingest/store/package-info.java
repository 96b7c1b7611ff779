/** Tests of what the statements make of a batch, against a real database. */
@NullMarked
package io.kanhu.ingest.store;

import org.jspecify.annotations.NullMarked;
