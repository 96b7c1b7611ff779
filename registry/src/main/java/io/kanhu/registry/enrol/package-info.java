/** Taking people into the programme, one at a time, at a desk. */
@NullMarked
package io.kanhu.registry.enrol;

import org.jspecify.annotations.NullMarked;
