/** Messages from bands: where they come in, and what others may hang onto their way to the database. */
@NullMarked
package io.kanhu.ingest;

import org.jspecify.annotations.NullMarked;
