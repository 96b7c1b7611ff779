@NullMarked
package io.kanhu.ingest.history;

import org.jspecify.annotations.NullMarked;
