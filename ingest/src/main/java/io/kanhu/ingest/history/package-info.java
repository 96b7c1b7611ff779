/** Looking back: what was measured of a wearer. */
@NullMarked
package io.kanhu.ingest.history;

import org.jspecify.annotations.NullMarked;
