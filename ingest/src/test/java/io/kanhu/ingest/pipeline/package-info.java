@NullMarked
package io.kanhu.ingest.pipeline;

import org.jspecify.annotations.NullMarked;
