/** Decode, queue by urgency, write in batches, acknowledge. */
@NullMarked
package io.kanhu.ingest.pipeline;

import org.jspecify.annotations.NullMarked;
