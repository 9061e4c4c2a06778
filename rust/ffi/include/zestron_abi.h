/* Bytes as they cross the C ABI of the Rust library, for all of its headers.
 *
 *  - zb_slice borrows: the callee reads it during the call only, or (in results) it lives as long as the handle it came from.
 *  - zb_buf is owned by the receiver and released with zb_buf_free. A zeroed zb_buf is empty and may be freed.
 */
#ifndef ZESTRON_ABI_H
#define ZESTRON_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zb_slice { const uint8_t* data; size_t len; } zb_slice;
typedef struct zb_buf { uint8_t* data; size_t len; size_t cap; } zb_buf;

void zb_buf_free(zb_buf* buf);

#ifdef __cplusplus
}
#endif
#endif
