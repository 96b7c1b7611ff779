@NullMarked
package io.kanhu.ingest;

import org.jspecify.annotations.NullMarked;
