/** The statements that put messages into the database. */
@NullMarked
package io.kanhu.ingest.store;

import org.jspecify.annotations.NullMarked;
