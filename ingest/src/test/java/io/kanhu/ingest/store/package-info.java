/** Tests of the store: what its statements make of a batch, on both databases. */
@NullMarked
package io.kanhu.ingest.store;

import org.jspecify.annotations.NullMarked;
