@NullMarked
package io.kanhu.ingest.state;

import org.jspecify.annotations.NullMarked;
