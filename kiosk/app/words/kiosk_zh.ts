<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message id="language_name">
        <source>English</source>
        <extracomment>What this language calls itself, as the switch shows it. Without it the file is not used. {name} and the like are filled in by the kiosk: keep them as they are.</extracomment>
        <translation>中文</translation>
    </message>
    <message id="languages">
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message id="questions_in">
        <source>Please ask in English or Chinese: the answer comes in the same language.</source>
        <extracomment>Shown in the language switch and, in a language that the kiosk does not speak, on the welcome.</extracomment>
        <translation>请用中文或英文提问，我用同样的语言回答您。</translation>
    </message>
    <message id="hello">
        <source>Hello!</source>
        <translation>您好！</translation>
    </message>
    <message id="attract_title">
        <source>What are you looking for?</source>
        <translation>您在找什么？</translation>
    </message>
    <message id="attract_sub">
        <source>Ask where things are, what they cost, what is in them.</source>
        <translation>东西在哪里、多少钱、含什么成分，都可以问我。</translation>
    </message>
    <message id="way_say">
        <source>Say it</source>
        <translation>说一说</translation>
    </message>
    <message id="way_say_sub">
        <source>in English or Chinese</source>
        <extracomment>These are the languages that the kiosk understands, whatever the window is in.</extracomment>
        <translation>中文英文都可以</translation>
    </message>
    <message id="way_type">
        <source>Type it</source>
        <translation>打字问</translation>
    </message>
    <message id="way_type_sub">
        <source>on the screen</source>
        <translation>在屏幕上输入</translation>
    </message>
    <message id="way_show">
        <source>Show it</source>
        <translation>给我看</translation>
    </message>
    <message id="way_show_sub">
        <source>to the camera</source>
        <translation>对着摄像头</translation>
    </message>
    <message id="touch">
        <source>Touch to start</source>
        <translation>轻触屏幕开始</translation>
    </message>
    <message id="machine">
        <source>I am a machine, not a person. A person is one touch away.</source>
        <translation>我是机器，不是真人。轻触一下就能呼叫店员。</translation>
    </message>
    <message id="privacy_title">
        <source>No recording</source>
        <translation>不录音，不录像</translation>
    </message>
    <message id="privacy">
        <source>Sound is used to answer you and then dropped; a picture you show, at the end of your visit at the latest. Nothing leaves this machine. After your visit only these stay: a call for staff, a case you agreed to, with a photo only if you said yes to it, and counts of the topics and products that I had no answer for.</source>
        <translation>声音和画面只用来回答您：声音用完即弃，画面最迟在您离开时删除。任何内容都不会离开本机。您离开后，只保留您对店员的呼叫、您同意登记的问题（照片只有您点头才附上），以及没答上的类别和商品名的次数。</translation>
    </message>
    <message id="presence_note">
        <source>The camera only looks whether somebody stops here. Then I say hello and the microphone opens, without a touch. Nobody is recognised, no picture is stored.</source>
        <translation>摄像头只看有没有人停下来。有人停下，我就打招呼并打开麦克风，不用触摸。不认人，不存任何画面。</translation>
    </message>
    <message id="presence_note_quiet">
        <source>The camera only looks whether somebody stops here. Then I say hello. Nobody is recognised, no picture is stored.</source>
        <translation>摄像头只看有没有人停下来。有人停下，我就打招呼。不认人，不存任何画面。</translation>
    </message>
    <message id="presence_off">
        <source>Camera off for 15 minutes</source>
        <translation>关闭摄像头15分钟</translation>
    </message>
    <message id="presence_is_off">
        <source>The camera is off, for 15 minutes at most.</source>
        <translation>摄像头已关闭，最长15分钟。</translation>
    </message>
    <message id="presence_on">
        <source>Camera on again</source>
        <translation>重新打开摄像头</translation>
    </message>
    <message id="open_today">
        <source>Open today {hours}</source>
        <translation>今天营业 {hours}</translation>
    </message>
    <message id="closed_today">
        <source>Closed today</source>
        <translation>今天不营业</translation>
    </message>
    <message id="offers_today">
        <source>Today's offers</source>
        <translation>今日优惠</translation>
    </message>
    <message id="opening">
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message id="placeholder">
        <source>Type your question…</source>
        <translation>请输入您的问题…</translation>
    </message>
    <message id="ask">
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message id="speak">
        <source>Speak</source>
        <translation>说话</translation>
    </message>
    <message id="show">
        <source>Show</source>
        <translation>看一看</translation>
    </message>
    <message id="keyboard">
        <source>Type</source>
        <translation>打字</translation>
    </message>
    <message id="list">
        <source>My list</source>
        <translation>购物清单</translation>
    </message>
    <message id="volume">
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message id="staff">
        <source>Call staff</source>
        <translation>呼叫店员</translation>
    </message>
    <message id="back">
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message id="start_over">
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message id="close">
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message id="you">
        <source>You</source>
        <translation>您</translation>
    </message>
    <message id="thinking">
        <source>Looking it up…</source>
        <translation>正在查询…</translation>
    </message>
    <message id="listening">
        <source>I'm listening…</source>
        <translation>我在听…</translation>
    </message>
    <message id="listening_sub">
        <source>Speak now. Touch the microphone when you are done.</source>
        <translation>请说话，说完后再按一下麦克风。</translation>
    </message>
    <message id="hearing">
        <source>Writing down what you said…</source>
        <translation>正在记录您说的话…</translation>
    </message>
    <message id="nothing_heard">
        <source>I didn't hear anything. Please try again a little closer.</source>
        <translation>没有听到声音，请靠近一点再试一次。</translation>
    </message>
    <message id="no_microphone">
        <source>The microphone is not available. Please type your question.</source>
        <translation>麦克风暂时不能用，请打字提问。</translation>
    </message>
    <message id="no_camera">
        <source>The camera is not available. Please type or say what it is.</source>
        <translation>摄像头暂时不能用，请打字或说出商品。</translation>
    </message>
    <message id="camera_title">
        <source>Show me the product</source>
        <translation>请把商品给我看</translation>
    </message>
    <message id="camera_sub">
        <source>Hold the barcode or the front of the pack towards the camera.</source>
        <translation>把条形码或包装正面对着摄像头。</translation>
    </message>
    <message id="what_is_this">
        <source>What is this?</source>
        <translation>这是什么？</translation>
    </message>
    <message id="looking">
        <source>Looking…</source>
        <translation>正在看…</translation>
    </message>
    <message id="looking_ask">
        <source>What is this?</source>
        <translation>这是什么？</translation>
    </message>
    <message id="fault">
        <source>Something went wrong on my side. Please ask again, or call staff.</source>
        <translation>我这边出了点问题，请再问一次，或呼叫店员。</translation>
    </message>
    <message id="not_ready">
        <source>This kiosk is not working at the moment. Please ask our staff.</source>
        <translation>这台自助机暂时不能用，请咨询店员。</translation>
    </message>
    <message id="place">
        <source>Aisle {aisle} · Shelf {shelf}</source>
        <translation>{aisle}号通道 · {shelf}号货架</translation>
    </message>
    <message id="unit_price">
        <source>{price} per {unit}</source>
        <translation>每{unit}{price}</translation>
    </message>
    <message id="per_kg">
        <source>per kg</source>
        <translation>每公斤</translation>
    </message>
    <message id="unit_kg">
        <source>kg</source>
        <translation>公斤</translation>
    </message>
    <message id="unit_l">
        <source>litre</source>
        <translation>升</translation>
    </message>
    <message id="unit_piece">
        <source>piece</source>
        <translation>件</translation>
    </message>
    <message id="contains">
        <source>Contains: {names}</source>
        <translation>含有：{names}</translation>
    </message>
    <message id="may_contain">
        <source>May contain: {names}</source>
        <translation>可能含有：{names}</translation>
    </message>
    <message id="none_declared">
        <source>No allergens declared – please check the pack</source>
        <translation>未标注过敏原，请查看包装</translation>
    </message>
    <message id="comma">
        <source>, </source>
        <translation>、</translation>
    </message>
    <message id="in_stock">
        <source>{count} in stock</source>
        <translation>库存{count}件</translation>
    </message>
    <message id="sold_out">
        <source>Out of stock</source>
        <translation>暂时缺货</translation>
    </message>
    <message id="on_day">
        <source>{day} {month}</source>
        <translation>{month}{day}日</translation>
    </message>
    <message id="as_of">
        <source>as of {day}</source>
        <translation>截至{day}</translation>
    </message>
    <message id="demonstration">
        <source>Demonstration data</source>
        <translation>演示数据</translation>
    </message>
    <message id="age">
        <source>{age}+</source>
        <translation>{age}+</translation>
    </message>
    <message id="recalled">
        <source>Recalled – ask staff</source>
        <translation>已召回，请问店员</translation>
    </message>
    <message id="show_way">
        <source>Show the way</source>
        <translation>怎么走</translation>
    </message>
    <message id="add">
        <source>Add to list</source>
        <translation>加入清单</translation>
    </message>
    <message id="added">
        <source>On your list</source>
        <translation>已在清单</translation>
    </message>
    <message id="you_are_here">
        <source>You are here</source>
        <translation>您在这里</translation>
    </message>
    <message id="the_way">
        <source>The way to {name}</source>
        <translation>去{name}的路</translation>
    </message>
    <message id="steps">
        <source>about {metres} m from here</source>
        <translation>离这里约{metres}米</translation>
    </message>
    <message id="entrance">
        <source>Entrance</source>
        <translation>入口</translation>
    </message>
    <message id="aisle">
        <source>Aisle {aisle}</source>
        <translation>{aisle}号通道</translation>
    </message>
    <message id="plan">
        <source>Floor plan</source>
        <translation>平面图</translation>
    </message>
    <message id="list_empty">
        <source>Your list is empty.</source>
        <translation>清单还是空的。</translation>
    </message>
    <message id="list_empty_sub">
        <source>Ask me, for example: 'Add two avocados to my list.'</source>
        <extracomment>Keep what is in quotes in English: it is what the kiosk understands.</extracomment>
        <translation>可以这样说：“把两个牛油果加到清单。”</translation>
    </message>
    <message id="list_total">
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message id="list_saved">
        <source>{saved} saved with today's offers</source>
        <translation>今天的优惠已省 {saved}</translation>
    </message>
    <message id="usual_price">
        <source>usually {price}</source>
        <translation>原价 {price}</translation>
    </message>
    <message id="list_more">
        <source>and {count} more</source>
        <translation>另有 {count} 件</translation>
    </message>
    <message id="list_note">
        <source>The list is forgotten when your visit ends.</source>
        <translation>您离开后清单会被清除。</translation>
    </message>
    <message id="remove">
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message id="take">
        <source>Take it with you</source>
        <translation>扫码带走</translation>
    </message>
    <message id="take_how">
        <source>Scan the code with your phone: it holds the text itself and needs no network.</source>
        <translation>用手机扫一扫：二维码里就是文字内容，不用联网。</translation>
    </message>
    <message id="staff_waiting">
        <source>Staff have been called</source>
        <translation>已呼叫店员</translation>
    </message>
    <message id="staff_waiting_sub">
        <source>Nobody has answered yet. You can also go to {desk}.</source>
        <translation>还没有人应答。您也可以去{desk}。</translation>
    </message>
    <message id="staff_coming">
        <source>Someone is coming</source>
        <translation>店员正在过来</translation>
    </message>
    <message id="staff_coming_sub">
        <source>Our staff have seen your call. Please wait here.</source>
        <translation>店员已看到您的呼叫，请在这里稍等。</translation>
    </message>
    <message id="emergency">
        <source>Emergency</source>
        <translation>紧急情况</translation>
    </message>
    <message id="emergency_call">
        <source>If anyone is in danger, ring now:</source>
        <translation>如果有人有危险，请立即拨打：</translation>
    </message>
    <message id="emergency_bell">
        <source>The alarm is on here, and a call is at the top of our staff's queue.</source>
        <translation>这里的警报已响起，呼叫已排在店员队列最前面。</translation>
    </message>
    <message id="emergency_light">
        <source>The warning light is on here, and a call is at the top of our staff's queue.</source>
        <translation>这里的警示灯已亮起，呼叫已排在店员队列最前面。</translation>
    </message>
    <message id="emergency_waiting">
        <source>Nobody has answered the call yet.</source>
        <translation>还没有人应答呼叫。</translation>
    </message>
    <message id="emergency_coming">
        <source>Our staff have seen the call. Someone is coming.</source>
        <translation>店员已看到呼叫，正在过来。</translation>
    </message>
    <message id="emergency_silent">
        <source>There is no loudspeaker: the bell cannot be heard. Please shout for help too.</source>
        <translation>没有扬声器，听不到铃声，请同时大声呼救。</translation>
    </message>
    <message id="emergency_exit">
        <source>The nearest exit</source>
        <translation>最近的出口</translation>
    </message>
    <message id="emergency_stop">
        <source>Stop the bell</source>
        <translation>关闭铃声</translation>
    </message>
    <message id="emergency_over">
        <source>Nobody is in danger – go back</source>
        <translation>没有人有危险，返回</translation>
    </message>
    <message id="still_there">
        <source>Are you still there?</source>
        <translation>您还在吗？</translation>
    </message>
    <message id="still_there_sub">
        <source>Your visit is forgotten in {seconds} seconds.</source>
        <translation>{seconds}秒后本次内容会被清除。</translation>
    </message>
    <message id="still_here">
        <source>More time</source>
        <translation>再给我一点时间</translation>
    </message>
    <message id="finish">
        <source>Finish now</source>
        <translation>现在结束</translation>
    </message>
    <message id="louder">
        <source>Louder</source>
        <translation>大声</translation>
    </message>
    <message id="quieter">
        <source>Quieter</source>
        <translation>小声</translation>
    </message>
    <message id="mute">
        <source>Captions only</source>
        <translation>只看字幕</translation>
    </message>
    <message id="no_speaker">
        <source>No loudspeaker here: I answer in captions.</source>
        <translation>这里没有扬声器，我用字幕回答。</translation>
    </message>
    <message id="space">
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message id="more">
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message id="welcome">
        <source>How can I help?</source>
        <translation>有什么可以帮您？</translation>
    </message>
    <message id="welcome_sub">
        <source>Speak, type, or show me a product.</source>
        <translation>可以说话、打字，或把商品给我看。</translation>
    </message>
    <message id="month_1">
        <source>Jan</source>
        <translation>1月</translation>
    </message>
    <message id="month_2">
        <source>Feb</source>
        <translation>2月</translation>
    </message>
    <message id="month_3">
        <source>Mar</source>
        <translation>3月</translation>
    </message>
    <message id="month_4">
        <source>Apr</source>
        <translation>4月</translation>
    </message>
    <message id="month_5">
        <source>May</source>
        <translation>5月</translation>
    </message>
    <message id="month_6">
        <source>June</source>
        <translation>6月</translation>
    </message>
    <message id="month_7">
        <source>July</source>
        <translation>7月</translation>
    </message>
    <message id="month_8">
        <source>Aug</source>
        <translation>8月</translation>
    </message>
    <message id="month_9">
        <source>Sept</source>
        <translation>9月</translation>
    </message>
    <message id="month_10">
        <source>Oct</source>
        <translation>10月</translation>
    </message>
    <message id="month_11">
        <source>Nov</source>
        <translation>11月</translation>
    </message>
    <message id="month_12">
        <source>Dec</source>
        <translation>12月</translation>
    </message>
    <message id="allergen_gluten">
        <source>gluten</source>
        <translation>麸质</translation>
    </message>
    <message id="allergen_crustaceans">
        <source>crustaceans</source>
        <translation>甲壳类</translation>
    </message>
    <message id="allergen_eggs">
        <source>eggs</source>
        <translation>蛋类</translation>
    </message>
    <message id="allergen_fish">
        <source>fish</source>
        <translation>鱼类</translation>
    </message>
    <message id="allergen_peanuts">
        <source>peanuts</source>
        <translation>花生</translation>
    </message>
    <message id="allergen_soy">
        <source>soy</source>
        <translation>大豆</translation>
    </message>
    <message id="allergen_milk">
        <source>milk</source>
        <translation>牛奶</translation>
    </message>
    <message id="allergen_nuts">
        <source>nuts</source>
        <translation>坚果</translation>
    </message>
    <message id="allergen_celery">
        <source>celery</source>
        <translation>芹菜</translation>
    </message>
    <message id="allergen_mustard">
        <source>mustard</source>
        <translation>芥末</translation>
    </message>
    <message id="allergen_sesame">
        <source>sesame</source>
        <translation>芝麻</translation>
    </message>
    <message id="allergen_sulphites">
        <source>sulphites</source>
        <translation>亚硫酸盐</translation>
    </message>
    <message id="allergen_lupin">
        <source>lupin</source>
        <translation>羽扇豆</translation>
    </message>
    <message id="allergen_molluscs">
        <source>molluscs</source>
        <translation>软体动物</translation>
    </message>
    <message id="looks">
        <source>Text and contrast</source>
        <translation>文字与对比度</translation>
    </message>
    <message id="text_normal">
        <source>Normal</source>
        <translation>标准</translation>
    </message>
    <message id="text_large">
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message id="text_largest">
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message id="looks_strong">
        <source>Strong contrast</source>
        <translation>高对比度</translation>
    </message>
    <message id="looks_still">
        <source>No motion</source>
        <translation>减少动画</translation>
    </message>
    <message id="looks_low">
        <source>Buttons lower down</source>
        <translation>按钮下移</translation>
    </message>
    <message id="looks_note">
        <source>For this visit only.</source>
        <translation>仅用于本次使用。</translation>
    </message>
    <message id="talking">
        <source>I'm speaking</source>
        <translation>正在说话</translation>
    </message>
    <message id="talking_stop">
        <source>Stop speaking</source>
        <translation>停止播放</translation>
    </message>
    <message id="again">
        <source>Say it again</source>
        <translation>再说一遍</translation>
    </message>
    <message id="captions">
        <source>What was said</source>
        <translation>对话内容</translation>
    </message>
    <message id="type_space">
        <source>Space bar</source>
        <translation>空格键</translation>
    </message>
    <message id="type_shift">
        <source>Capital letter</source>
        <translation>大写字母</translation>
    </message>
    <message id="type_delete">
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message id="type_hide">
        <source>Hide the keyboard</source>
        <translation>收起键盘</translation>
    </message>
    <message id="type_signs">
        <source>Digits and signs</source>
        <translation>数字和符号</translation>
    </message>
    <message id="type_letters">
        <source>Letters</source>
        <translation>字母</translation>
    </message>
    <message id="type_chinese">
        <source>Chinese by pinyin</source>
        <translation>拼音输入</translation>
    </message>
    <message id="type_english">
        <source>English letters</source>
        <translation>英文字母</translation>
    </message>
    <message id="camera_on">
        <source>Camera on</source>
        <translation>摄像头已打开</translation>
    </message>
    <message id="filter_all">
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message id="filter_stock">
        <source>In stock</source>
        <translation>有货</translation>
    </message>
    <message id="filter_offer">
        <source>On offer</source>
        <translation>有优惠</translation>
    </message>
    <message id="filter_cheap">
        <source>Cheapest first</source>
        <translation>价格从低到高</translation>
    </message>
    <message id="filter_none">
        <source>Nothing here is like that.</source>
        <translation>没有符合条件的商品。</translation>
    </message>
    <message id="policy_title">
        <source>What the shop has laid down</source>
        <translation>本店规定</translation>
    </message>
    <message id="policy_note">
        <source>In the shop's own words</source>
        <translation>以下为本店原文</translation>
    </message>
    <message id="ticket_title">
        <source>Your case</source>
        <translation>您的登记</translation>
    </message>
    <message id="ticket_opened">
        <source>Reported on {day}</source>
        <translation>登记日期：{day}</translation>
    </message>
    <message id="ticket_waiting">
        <source>Nobody has taken it on yet.</source>
        <translation>还没有店员处理。</translation>
    </message>
    <message id="ticket_taken">
        <source>Taken on by our staff on {day}.</source>
        <translation>店员已于{day}开始处理。</translation>
    </message>
    <message id="ticket_keep">
        <source>Keep this number: with it you can ask for news, here or at the desk.</source>
        <translation>请记住这个号码，凭它可以在这里或服务台查询进展。</translation>
    </message>
    <message id="compare_price">
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message id="compare_unit">
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message id="compare_place">
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message id="compare_stock">
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message id="compare_contains">
        <source>Allergens</source>
        <translation>过敏原</translation>
    </message>
    <message id="dash">
        <source>–</source>
        <translation>–</translation>
    </message>
    <message id="microphone_on">
        <source>Microphone on</source>
        <translation>麦克风已打开</translation>
    </message>
    <message id="too_loud">
        <source>Too loud: a little further away, please</source>
        <translation>声音太大，请离远一点</translation>
    </message>
    <message id="intent_find_product">
        <source>Where a product is</source>
        <extracomment>What a question was about, in a few words.</extracomment>
        <translation>找商品</translation>
    </message>
    <message id="intent_product_price">
        <source>A price</source>
        <translation>问价格</translation>
    </message>
    <message id="intent_product_availability">
        <source>Whether it is in stock</source>
        <translation>问有没有货</translation>
    </message>
    <message id="intent_product_info">
        <source>What a product is like</source>
        <translation>问商品情况</translation>
    </message>
    <message id="intent_product_allergens">
        <source>Allergens and diet</source>
        <translation>问过敏原和饮食</translation>
    </message>
    <message id="intent_recommend_product">
        <source>A recommendation</source>
        <translation>求推荐</translation>
    </message>
    <message id="intent_compare_products">
        <source>A comparison</source>
        <translation>比较商品</translation>
    </message>
    <message id="intent_find_substitute">
        <source>A substitute</source>
        <translation>找替代品</translation>
    </message>
    <message id="intent_recipe_ingredients">
        <source>A recipe</source>
        <translation>问菜谱</translation>
    </message>
    <message id="intent_promotions">
        <source>Offers</source>
        <translation>问优惠</translation>
    </message>
    <message id="intent_opening_hours">
        <source>Opening hours</source>
        <translation>问营业时间</translation>
    </message>
    <message id="intent_find_facility">
        <source>A place in the shop</source>
        <translation>找店内设施</translation>
    </message>
    <message id="intent_parking">
        <source>Parking</source>
        <translation>问停车</translation>
    </message>
    <message id="intent_payment_methods">
        <source>Ways to pay</source>
        <translation>问付款方式</translation>
    </message>
    <message id="intent_delivery_and_pickup">
        <source>Delivery and pick-up</source>
        <translation>问配送和自提</translation>
    </message>
    <message id="intent_loyalty_program">
        <source>The loyalty card</source>
        <translation>问会员卡</translation>
    </message>
    <message id="intent_gift_card">
        <source>Gift cards</source>
        <translation>问礼品卡</translation>
    </message>
    <message id="intent_return_or_refund">
        <source>A return or refund</source>
        <translation>退货退款</translation>
    </message>
    <message id="intent_report_damaged">
        <source>Damaged or spoiled goods</source>
        <translation>商品破损变质</translation>
    </message>
    <message id="intent_price_dispute">
        <source>A wrong price</source>
        <translation>价格不对</translation>
    </message>
    <message id="intent_order_status">
        <source>An order</source>
        <translation>查订单</translation>
    </message>
    <message id="intent_receipt">
        <source>A receipt</source>
        <translation>问小票</translation>
    </message>
    <message id="intent_product_recall">
        <source>A recall</source>
        <translation>问召回</translation>
    </message>
    <message id="intent_lost_property">
        <source>Something lost</source>
        <translation>丢了东西</translation>
    </message>
    <message id="intent_complaint">
        <source>A complaint</source>
        <translation>投诉</translation>
    </message>
    <message id="intent_ticket_status">
        <source>News of a case</source>
        <translation>查登记进展</translation>
    </message>
    <message id="intent_list_add">
        <source>Something for the list</source>
        <translation>加入清单</translation>
    </message>
    <message id="intent_list_remove">
        <source>Something off the list</source>
        <translation>从清单删除</translation>
    </message>
    <message id="intent_list_show">
        <source>The shopping list</source>
        <translation>看清单</translation>
    </message>
    <message id="intent_call_staff">
        <source>A person, please</source>
        <translation>找店员</translation>
    </message>
    <message id="intent_emergency">
        <source>An emergency</source>
        <translation>紧急情况</translation>
    </message>
    <message id="intent_greeting">
        <source>A greeting</source>
        <translation>打招呼</translation>
    </message>
    <message id="intent_thanks">
        <source>Thanks</source>
        <translation>道谢</translation>
    </message>
    <message id="intent_goodbye">
        <source>Goodbye</source>
        <translation>道别</translation>
    </message>
    <message id="intent_affirm">
        <source>Yes</source>
        <translation>同意</translation>
    </message>
    <message id="intent_deny">
        <source>No</source>
        <translation>不同意</translation>
    </message>
    <message id="intent_repeat">
        <source>Say it again</source>
        <translation>再说一遍</translation>
    </message>
    <message id="intent_cancel">
        <source>Never mind</source>
        <translation>算了</translation>
    </message>
    <message id="intent_help">
        <source>What the kiosk can do</source>
        <translation>问能做什么</translation>
    </message>
    <message id="intent_change_language">
        <source>Another language</source>
        <translation>换语言</translation>
    </message>
    <message id="intent_change_volume">
        <source>The volume</source>
        <translation>调音量</translation>
    </message>
    <message id="intent_small_talk">
        <source>Small talk</source>
        <translation>闲聊</translation>
    </message>
    <message id="intent_out_of_scope">
        <source>Something else</source>
        <translation>其他</translation>
    </message>
    <message id="door">
        <source>Staff</source>
        <extracomment>Staff mode.</extracomment>
        <translation>员工</translation>
    </message>
    <message id="door_title">
        <source>For staff: please enter the PIN</source>
        <translation>员工专用：请输入密码</translation>
    </message>
    <message id="door_wrong">
        <source>Wrong PIN. {left} tries left.</source>
        <translation>密码不对，还可以试 {left} 次。</translation>
    </message>
    <message id="door_wrong_last">
        <source>Wrong PIN. 1 try left.</source>
        <translation>密码不对，还可以试 1 次。</translation>
    </message>
    <message id="door_locked">
        <source>Locked for {seconds} s after too many wrong PINs.</source>
        <translation>密码输错太多次，已锁定，请等 {seconds} 秒。</translation>
    </message>
    <message id="door_locked_long">
        <source>Locked for {minutes} min after too many wrong PINs.</source>
        <translation>密码输错太多次，已锁定，请等 {minutes} 分钟。</translation>
    </message>
    <message id="door_short">
        <source>A PIN has 4 to 8 digits.</source>
        <translation>密码是 4 到 8 位数字。</translation>
    </message>
    <message id="door_typed">
        <source>Digits entered: {count}</source>
        <translation>已输入 {count} 位</translation>
    </message>
    <message id="door_open">
        <source>Open</source>
        <translation>进入</translation>
    </message>
    <message id="door_unset">
        <source>No PIN is set on this kiosk.</source>
        <translation>这台机器还没有设置密码。</translation>
    </message>
    <message id="door_unset_how">
        <source>A technician sets one with this command:</source>
        <translation>请技术人员用这条命令设置：</translation>
    </message>
    <message id="door_broken">
        <source>The PIN cannot be checked, so staff mode stays closed.</source>
        <translation>密码无法核对，员工模式暂时进不去。</translation>
    </message>
    <message id="mode_leave">
        <source>Leave staff mode</source>
        <translation>退出员工模式</translation>
    </message>
    <message id="mode_closing">
        <source>Staff mode closes in {seconds} seconds.</source>
        <translation>{seconds} 秒后退出员工模式。</translation>
    </message>
    <message id="mode_calls">
        <source>Calls and cases</source>
        <translation>呼叫与登记</translation>
    </message>
    <message id="mode_questions">
        <source>Unanswered questions</source>
        <translation>没答上的问题</translation>
    </message>
    <message id="mode_volume">
        <source>Volume and light</source>
        <translation>音量和亮度</translation>
    </message>
    <message id="mode_machine">
        <source>This machine</source>
        <translation>本机状况</translation>
    </message>
    <message id="mode_products">
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message id="mode_failed">
        <source>That did not work.</source>
        <translation>没有成功。</translation>
    </message>
    <message id="calls_waiting">
        <source>Waiting for someone</source>
        <translation>正在等店员</translation>
    </message>
    <message id="calls_none">
        <source>Nobody is waiting.</source>
        <translation>现在没有人在等。</translation>
    </message>
    <message id="calls_urgent">
        <source>Urgent</source>
        <translation>紧急</translation>
    </message>
    <message id="calls_asked">
        <source>Wants to talk to a person</source>
        <translation>想找店员</translation>
    </message>
    <message id="calls_unlock">
        <source>Something must be unlocked</source>
        <translation>需要开锁取货</translation>
    </message>
    <message id="calls_carry">
        <source>Needs something carried or reached</source>
        <translation>需要帮忙拿或搬东西</translation>
    </message>
    <message id="calls_age">
        <source>An age must be checked</source>
        <translation>需要核对年龄</translation>
    </message>
    <message id="calls_emergency">
        <source>Emergency</source>
        <translation>紧急情况</translation>
    </message>
    <message id="calls_other">
        <source>Needs help</source>
        <translation>需要帮助</translation>
    </message>
    <message id="calls_in_en">
        <source>Speaks English</source>
        <translation>说英文</translation>
    </message>
    <message id="calls_in_zh">
        <source>Speaks Chinese</source>
        <translation>说中文</translation>
    </message>
    <message id="calls_take">
        <source>I'm going</source>
        <translation>我去</translation>
    </message>
    <message id="calls_taken">
        <source>Taken on by {name}, {when}</source>
        <translation>{name}已接手，{when}</translation>
    </message>
    <message id="calls_someone">
        <source>staff</source>
        <translation>店员</translation>
    </message>
    <message id="calls_done">
        <source>Taken on</source>
        <translation>已接手</translation>
    </message>
    <message id="cases_waiting">
        <source>Open cases</source>
        <translation>待处理的登记</translation>
    </message>
    <message id="cases_none">
        <source>No open cases.</source>
        <translation>没有待处理的登记。</translation>
    </message>
    <message id="cases_take">
        <source>Take on</source>
        <translation>我来处理</translation>
    </message>
    <message id="cases_more">
        <source>And {count} more: see 'kiosk tickets list'.</source>
        <translation>另有 {count} 条，请用 kiosk tickets list 查看。</translation>
    </message>
    <message id="when">
        <source>{day}, {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message id="questions_sub">
        <source>Only the topic, the product's name, how often and the last day are kept – never the sentence.</source>
        <translation>只记类别、商品名、次数和最近一天，绝不记原话。</translation>
    </message>
    <message id="questions_none">
        <source>Nothing yet. Every question so far had an answer.</source>
        <translation>还没有。到现在为止每个问题都答上了。</translation>
    </message>
    <message id="questions_times">
        <source>{count} ×</source>
        <translation>{count} 次</translation>
    </message>
    <message id="questions_last">
        <source>last on {day}</source>
        <translation>最近：{day}</translation>
    </message>
    <message id="volume_first">
        <source>Every visitor begins at this volume</source>
        <translation>每位顾客开始时的音量</translation>
    </message>
    <message id="volume_sub">
        <source>A visitor can change it; the next one begins with this again.</source>
        <translation>顾客可以自己调，下一位顾客仍从这里开始。</translation>
    </message>
    <message id="volume_try">
        <source>Try it</source>
        <translation>试听</translation>
    </message>
    <message id="volume_saved">
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message id="volume_fixed">
        <source>The variable {name} on this machine decides. It must be changed there.</source>
        <translation>由本机的变量 {name} 决定，要在那里修改。</translation>
    </message>
    <message id="machine_look">
        <source>Look again</source>
        <translation>再检查一次</translation>
    </message>
    <message id="machine_looking">
        <source>Looking at the machine… this can take half a minute.</source>
        <translation>正在检查本机，可能要半分钟…</translation>
    </message>
    <message id="machine_well">
        <source>Everything works.</source>
        <translation>一切正常。</translation>
    </message>
    <message id="machine_count">
        <source>{count} of {all} need attention.</source>
        <translation>{all} 项里有 {count} 项需要处理。</translation>
    </message>
    <message id="machine_ok">
        <source>works</source>
        <translation>正常</translation>
    </message>
    <message id="machine_warning">
        <source>look at it</source>
        <translation>请留意</translation>
    </message>
    <message id="machine_missing">
        <source>missing</source>
        <translation>缺少</translation>
    </message>
    <message id="machine_broken">
        <source>broken</source>
        <translation>有故障</translation>
    </message>
    <message id="part_state_folder">
        <source>State folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message id="part_disk">
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message id="part_memory">
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message id="part_cpu">
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message id="part_clock">
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message id="part_bundle">
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message id="part_store">
        <source>Catalogue</source>
        <translation>商品目录</translation>
    </message>
    <message id="part_tickets">
        <source>Cases</source>
        <translation>登记数据</translation>
    </message>
    <message id="part_voice">
        <source>Voice</source>
        <translation>语音</translation>
    </message>
    <message id="part_end_of_turn">
        <source>End of turn</source>
        <translation>话轮结束判断</translation>
    </message>
    <message id="part_label_reader">
        <source>Label reader</source>
        <translation>标签识别</translation>
    </message>
    <message id="part_camera">
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message id="part_presence">
        <source>Begins without a touch</source>
        <translation>有人来自动开始</translation>
    </message>
    <message id="part_microphone">
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message id="part_loudspeaker">
        <source>Loudspeaker</source>
        <translation>扬声器</translation>
    </message>
    <message id="part_display">
        <source>Display</source>
        <translation>显示屏</translation>
    </message>
    <message id="part_fonts">
        <source>Fonts</source>
        <translation>字体</translation>
    </message>
    <message id="part_words">
        <source>Words of the window</source>
        <translation>窗口文字</translation>
    </message>
    <message id="part_bundle_understanding">
        <source>Models: understanding</source>
        <translation>模型：理解</translation>
    </message>
    <message id="part_bundle_hearing">
        <source>Models: hearing</source>
        <translation>模型：听</translation>
    </message>
    <message id="part_bundle_seeing">
        <source>Models: seeing</source>
        <translation>模型：看</translation>
    </message>
    <message id="part_bundle_packages">
        <source>Models: packages</source>
        <translation>模型：软件包</translation>
    </message>
    <message id="part_enrolled_products">
        <source>Enrolled products</source>
        <translation>现场录入的商品</translation>
    </message>
    <message id="step_free">
        <source>Step-free</source>
        <translation>无台阶</translation>
    </message>
    <message id="no_way">
        <source>I know no way there on this plan. Our staff gladly show you.</source>
        <translation>平面图上没有通往那里的路，请让店员带您去。</translation>
    </message>
    <message id="no_way_free">
        <source>I know no way there without steps. Our staff gladly help.</source>
        <translation>去那里没有无台阶的路，店员很乐意帮您。</translation>
    </message>
    <message id="round_all">
        <source>Way for all</source>
        <translation>带我逛一圈</translation>
    </message>
    <message id="the_round">
        <source>One walk for your whole list</source>
        <translation>一圈买齐清单</translation>
    </message>
    <message id="round_metres">
        <source>about {metres} m in all</source>
        <translation>全程约{metres}米</translation>
    </message>
    <message id="round_end">
        <source>Then: {name}</source>
        <translation>最后：{name}</translation>
    </message>
    <message id="round_absent">
        <source>Out of stock, so left out: {names}</source>
        <translation>暂时缺货，没排进路线：{names}</translation>
    </message>
    <message id="round_missed">
        <source>I know no way on this plan to: {names}. Please ask our staff.</source>
        <translation>平面图上没有路到：{names}，请问店员。</translation>
    </message>
    <message id="round_missed_free">
        <source>I know no way without steps to: {names}. Our staff gladly help.</source>
        <translation>没有无台阶的路到：{names}，店员很乐意帮您。</translation>
    </message>
    <message id="first_title">
        <source>Setting up</source>
        <extracomment>First start.</extracomment>
        <translation>首次设置</translation>
    </message>
    <message id="first_count">
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message id="first_leave">
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message id="first_next">
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message id="first_save">
        <source>Save and open the shop</source>
        <translation>保存并开始使用</translation>
    </message>
    <message id="first_saving">
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message id="first_closing">
        <source>Setting up ends in {seconds} seconds. Nothing will have changed.</source>
        <translation>{seconds} 秒后退出设置，不会改动任何内容。</translation>
    </message>
    <message id="first_language">
        <source>Which language does a visit begin in?</source>
        <translation>开始时用哪种语言？</translation>
    </message>
    <message id="first_camera">
        <source>Which camera?</source>
        <translation>用哪个摄像头？</translation>
    </message>
    <message id="first_camera_sub">
        <source>You see its picture here. Nothing is recorded.</source>
        <translation>画面就在这里，不会录像。</translation>
    </message>
    <message id="first_camera_none">
        <source>No camera</source>
        <translation>不用摄像头</translation>
    </message>
    <message id="first_camera_off">
        <source>Without a camera shoppers type or say what they look for.</source>
        <translation>没有摄像头时，顾客可以打字或说话。</translation>
    </message>
    <message id="first_presence">
        <source>Begin without a touch</source>
        <translation>有人来就自动开始</translation>
    </message>
    <message id="first_presence_sub">
        <source>While nobody uses the kiosk, the camera looks whether somebody stops here. Then it says hello and listens. Nobody is recognised, no picture is stored, and the screen says that the camera is on.</source>
        <translation>没人使用时，摄像头会看有没有人停下来；有人停下，就打招呼并开始聆听。不认人，不存画面，屏幕上会写明摄像头开着。</translation>
    </message>
    <message id="first_presence_yes">
        <source>Yes, the camera looks whether somebody comes</source>
        <translation>是，由摄像头看有没有人来</translation>
    </message>
    <message id="first_presence_no">
        <source>No, by touch only</source>
        <translation>否，触摸后才开始</translation>
    </message>
    <message id="first_microphone">
        <source>Which microphone?</source>
        <translation>用哪个麦克风？</translation>
    </message>
    <message id="first_microphone_sub">
        <source>Say something: the bar moves.</source>
        <translation>请说句话，音量条会动。</translation>
    </message>
    <message id="first_microphone_heard">
        <source>I can hear you.</source>
        <translation>听到您说话了。</translation>
    </message>
    <message id="first_microphone_silent">
        <source>This microphone gives nothing but silence. Is it switched off?</source>
        <translation>这个麦克风一点声音也没有，是不是关着？</translation>
    </message>
    <message id="first_own">
        <source>The system's own choice</source>
        <translation>由系统选择</translation>
    </message>
    <message id="first_loudspeaker">
        <source>Which loudspeaker?</source>
        <translation>用哪个扬声器？</translation>
    </message>
    <message id="first_loudspeaker_try">
        <source>Play a sentence</source>
        <translation>播放一句话</translation>
    </message>
    <message id="first_loudspeaker_playing">
        <source>Playing…</source>
        <translation>正在播放…</translation>
    </message>
    <message id="first_loudspeaker_asked">
        <source>Did you hear it?</source>
        <translation>听到了吗？</translation>
    </message>
    <message id="first_loudspeaker_yes">
        <source>Yes</source>
        <translation>听到了</translation>
    </message>
    <message id="first_loudspeaker_no">
        <source>No</source>
        <translation>没听到</translation>
    </message>
    <message id="first_loudspeaker_good">
        <source>The loudspeaker works.</source>
        <translation>扬声器正常。</translation>
    </message>
    <message id="first_loudspeaker_bad">
        <source>Choose another one, or check its cable and its own volume.</source>
        <translation>请换一个，或检查接线和音量旋钮。</translation>
    </message>
    <message id="first_loudspeaker_bell">
        <source>The voice is missing here, so it was a bell.</source>
        <translation>这里缺少语音，刚才放的是铃声。</translation>
    </message>
    <message id="first_place">
        <source>Where does this kiosk stand?</source>
        <translation>这台机器放在哪里？</translation>
    </message>
    <message id="first_place_sub">
        <source>Touch the spot on the plan, or use the arrow keys.</source>
        <translation>在图上点一下位置，也可以用方向键移动。</translation>
    </message>
    <message id="first_place_at">
        <source>{x} m from the left, {y} m from the top</source>
        <translation>离左边 {x} 米，离上边 {y} 米</translation>
    </message>
    <message id="first_place_shelf">
        <source>There is a shelf or a wall. Touch a free spot.</source>
        <translation>这里是货架或墙，请点空的地方。</translation>
    </message>
    <message id="first_pin">
        <source>Choose a PIN for staff</source>
        <translation>请设置员工密码</translation>
    </message>
    <message id="first_pin_sub">
        <source>4 to 8 digits, not all the same and not in a row.</source>
        <translation>4 到 8 位数字，不能全部相同，也不能是连号。</translation>
    </message>
    <message id="first_pin_again">
        <source>Once more, please</source>
        <translation>请再输入一次</translation>
    </message>
    <message id="first_pin_weak">
        <source>Anybody would try this one first. Please choose another.</source>
        <translation>这个密码太容易猜到，请换一个。</translation>
    </message>
    <message id="first_pin_differs">
        <source>These were not the same. Please choose again.</source>
        <translation>两次输入不一样，请重新设置。</translation>
    </message>
    <message id="first_done">
        <source>Is this right?</source>
        <translation>这样对吗？</translation>
    </message>
    <message id="first_done_sub">
        <source>Nothing is changed before you save.</source>
        <translation>保存之前不会改动任何内容。</translation>
    </message>
    <message id="first_done_place">
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message id="first_done_pin">
        <source>PIN</source>
        <translation>密码</translation>
    </message>
    <message id="first_done_pin_set">
        <source>chosen</source>
        <translation>已设好</translation>
    </message>
    <message id="first_done_language">
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message id="first_pack">
        <source>as the shop's plan says</source>
        <translation>按店铺平面图</translation>
    </message>
    <message id="first_fixed">
        <source>On this machine these variables decide, whatever is saved: {names}</source>
        <translation>在这台机器上，以下变量优先于保存的内容：{names}</translation>
    </message>
    <message id="first_failed">
        <source>It cannot be opened.</source>
        <translation>无法打开。</translation>
    </message>
    <message id="first_not_saved">
        <source>It was not saved.</source>
        <translation>没有保存成功。</translation>
    </message>
    <message id="enrol_title">
        <source>Teach the kiosk a product</source>
        <translation>教自助机认商品</translation>
    </message>
    <message id="enrol_sub">
        <source>Choose a product, then show it from eight sides. No photo is kept.</source>
        <translation>先选商品，再从八个角度拍给它看。不保存照片。</translation>
    </message>
    <message id="enrol_type">
        <source>Type part of its name</source>
        <translation>输入商品名的一部分</translation>
    </message>
    <message id="enrol_done">
        <source>Done</source>
        <translation>好了</translation>
    </message>
    <message id="enrol_code">
        <source>Show its barcode</source>
        <translation>扫条形码</translation>
    </message>
    <message id="enrol_none">
        <source>No product of this store is called that.</source>
        <translation>本店没有叫这个名字的商品。</translation>
    </message>
    <message id="enrol_known_no">
        <source>Not recognised by sight yet</source>
        <translation>还认不出外观</translation>
    </message>
    <message id="enrol_known_shipped">
        <source>Recognised already; your pictures are added</source>
        <translation>已经能认出，再拍可以补充</translation>
    </message>
    <message id="enrol_known_enrolled">
        <source>Taught here; new pictures replace the old ones</source>
        <translation>在这里教过，重拍会替换旧图</translation>
    </message>
    <message id="enrol_known_stale">
        <source>Taught with an older picture model: please teach it again</source>
        <translation>识图模型已更换，请重新教一次</translation>
    </message>
    <message id="enrol_known_gone">
        <source>Not sold any more</source>
        <translation>已不再销售</translation>
    </message>
    <message id="enrol_listed">
        <source>Taught on this kiosk</source>
        <translation>在这台机器上教过的</translation>
    </message>
    <message id="enrol_listed_none">
        <source>Nothing has been taught on this kiosk yet.</source>
        <translation>这台机器上还没有教过商品。</translation>
    </message>
    <message id="enrol_listed_row">
        <source>{count} pictures · {day}</source>
        <translation>{count}张图 · {day}</translation>
    </message>
    <message id="enrol_undo">
        <source>Forget it</source>
        <translation>忘掉它</translation>
    </message>
    <message id="enrol_code_how">
        <source>Hold the barcode up to the camera</source>
        <translation>请把条形码对准摄像头</translation>
    </message>
    <message id="enrol_code_unknown">
        <source>{digits} is not a product of this store.</source>
        <translation>本店没有条码为{digits}的商品。</translation>
    </message>
    <message id="enrol_count">
        <source>{number} of {all}</source>
        <translation>第{number}张，共{all}张</translation>
    </message>
    <message id="enrol_view_front">
        <source>Show the front</source>
        <translation>拍正面</translation>
    </message>
    <message id="enrol_view_back">
        <source>Show the back</source>
        <translation>拍背面</translation>
    </message>
    <message id="enrol_view_left">
        <source>Show the left side</source>
        <translation>拍左侧</translation>
    </message>
    <message id="enrol_view_right">
        <source>Show the right side</source>
        <translation>拍右侧</translation>
    </message>
    <message id="enrol_view_top">
        <source>Show the top</source>
        <translation>拍顶部</translation>
    </message>
    <message id="enrol_view_tilted">
        <source>The front again, tilted</source>
        <translation>再拍正面，稍微倾斜</translation>
    </message>
    <message id="enrol_view_nearer">
        <source>The front, nearer</source>
        <translation>拍正面，拿近一点</translation>
    </message>
    <message id="enrol_view_farther">
        <source>The front, farther away</source>
        <translation>拍正面，拿远一点</translation>
    </message>
    <message id="enrol_take">
        <source>Take the picture</source>
        <translation>拍这一张</translation>
    </message>
    <message id="enrol_retake">
        <source>Last one again</source>
        <translation>重拍上一张</translation>
    </message>
    <message id="enrol_fault_dark">
        <source>Too dark: more light, please.</source>
        <translation>太暗了，请调亮灯光。</translation>
    </message>
    <message id="enrol_fault_bright">
        <source>Too bright: turn it away from the lamp.</source>
        <translation>太亮了，请避开灯光。</translation>
    </message>
    <message id="enrol_fault_blurred">
        <source>Blurred: hold it still, a little farther away.</source>
        <translation>拍糊了，请拿稳，稍微拿远一点。</translation>
    </message>
    <message id="enrol_fault_same">
        <source>The same as the last picture: turn the product further.</source>
        <translation>和上一张一样，请再转一转商品。</translation>
    </message>
    <message id="enrol_good">
        <source>It is recognised</source>
        <translation>能认出来</translation>
    </message>
    <message id="enrol_hits">
        <source>{found} of {all} pictures find it among everything the kiosk knows by sight.</source>
        <translation>{all}张里有{found}张，能从机器认识的所有商品中把它认出来。</translation>
    </message>
    <message id="enrol_bad">
        <source>It is not recognised surely enough</source>
        <translation>还认不准</translation>
    </message>
    <message id="enrol_like">
        <source>{count} of {all} pictures look like {name}.</source>
        <translation>{all}张里有{count}张更像“{name}”。</translation>
    </message>
    <message id="enrol_unlike">
        <source>The pictures are too unlike each other: {found} of {all} find it.</source>
        <translation>这些图彼此差别太大，{all}张里只有{found}张能认出它。</translation>
    </message>
    <message id="enrol_better">
        <source>It helps to hold the product large and in the middle, before a plain background, and to show the same product in every picture.</source>
        <translation>建议：背景简单，商品放在正中、拿近一点，每一张都拍同一件商品。</translation>
    </message>
    <message id="enrol_save">
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message id="enrol_save_anyway">
        <source>Save anyway</source>
        <translation>仍要保存</translation>
    </message>
    <message id="enrol_again">
        <source>Take all again</source>
        <translation>全部重拍</translation>
    </message>
    <message id="enrol_saved">
        <source>Saved: it is found from now on</source>
        <translation>已保存，现在起就能认出它</translation>
    </message>
    <message id="enrol_next">
        <source>Another product</source>
        <translation>再教一件</translation>
    </message>
    <message id="enrol_no_camera">
        <source>The camera is not available.</source>
        <translation>摄像头暂时不能用。</translation>
    </message>
    <message id="enrol_failed">
        <source>That did not work.</source>
        <translation>没有成功。</translation>
    </message>
    <message id="case_title">
        <source>What I have so far</source>
        <translation>已经了解的</translation>
    </message>
    <message id="case_ready">
        <source>Please check</source>
        <translation>请核对</translation>
    </message>
    <message id="case_change">
        <source>Change</source>
        <translation>改一下</translation>
    </message>
    <message id="case_add">
        <source>Add: {name}</source>
        <translation>补充：{name}</translation>
    </message>
    <message id="case_yes">
        <source>Note it</source>
        <translation>记下来</translation>
    </message>
    <message id="case_no">
        <source>Don't note it</source>
        <translation>不用记</translation>
    </message>
    <message id="case_note">
        <source>Nothing is stored before you say yes.</source>
        <translation>您同意之后才会保存。</translation>
    </message>
    <message id="history">
        <source>What was said</source>
        <translation>刚才的对话</translation>
    </message>
    <message id="history_show">
        <source>Show again</source>
        <translation>再看一遍</translation>
    </message>
    <message id="history_note">
        <source>Forgotten when your visit ends.</source>
        <translation>您离开后会被清除。</translation>
    </message>
    <message id="order_choose">
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message id="order_note">
        <source>Say or touch what you would like, then show this at the counter.</source>
        <translation>想要什么，直接说或点一下；好了就到柜台出示。</translation>
    </message>
    <message id="light">
        <source>Brightness of the screen</source>
        <translation>屏幕亮度</translation>
    </message>
    <message id="darker">
        <source>Darker</source>
        <translation>调暗</translation>
    </message>
    <message id="brighter">
        <source>Brighter</source>
        <translation>调亮</translation>
    </message>
    <message id="light_sub">
        <source>An emergency and the strong contrast always get full light.</source>
        <translation>遇到紧急情况，或顾客选了高对比度，屏幕总是最亮。</translation>
    </message>
    <message id="photo_ask">
        <source>Would you like to add a photo?</source>
        <translation>要加一张照片吗？</translation>
    </message>
    <message id="photo_add">
        <source>Add a photo</source>
        <translation>加一张照片</translation>
    </message>
    <message id="photo_added">
        <source>Photo added</source>
        <translation>已附照片</translation>
    </message>
    <message id="photo_of">
        <source>Photo for case {number}</source>
        <translation>{number}号登记的照片</translation>
    </message>
    <message id="photo_note">
        <source>Nothing is kept before you say yes to the picture.</source>
        <translation>您确认这张照片之前，什么都不会保存。</translation>
    </message>
    <message id="photo_aim">
        <source>Hold it up to the camera, then touch the button or say 'ready'.</source>
        <extracomment>Keep the word in quotes in English: it is what the kiosk understands.</extracomment>
        <translation>请举到摄像头前，再按按钮，或者说“好了”。</translation>
    </message>
    <message id="photo_take">
        <source>Take the photo</source>
        <translation>拍照</translation>
    </message>
    <message id="photo_check">
        <source>This is the photo. Shall I keep it with your case?</source>
        <translation>照片拍好了，要附在您的登记里吗？</translation>
    </message>
    <message id="photo_use">
        <source>Use it</source>
        <translation>用这张</translation>
    </message>
    <message id="photo_again">
        <source>Again</source>
        <translation>重拍</translation>
    </message>
    <message id="photo_none">
        <source>No photo</source>
        <translation>不要照片</translation>
    </message>
    <message id="photo_kept">
        <source>Thank you. The photo is with your case now, for our staff.</source>
        <translation>谢谢，照片已附在登记里，给店员看。</translation>
    </message>
    <message id="photo_dropped">
        <source>All right, no photo. Your case stands.</source>
        <translation>好的，不加照片，您的登记照样有效。</translation>
    </message>
    <message id="photo_no_camera">
        <source>The camera is not available. Your case stands without a photo.</source>
        <translation>摄像头暂时不能用，您的登记照样有效，只是没有照片。</translation>
    </message>
    <message id="photo_not_kept">
        <source>The photo could not be stored. Your case stands without it.</source>
        <translation>照片没能存下来，您的登记照样有效，只是没有照片。</translation>
    </message>
    <message id="why">
        <source>Why?</source>
        <extracomment>The words in which the window says why an answer is as it is.</extracomment>
        <translation>为什么？</translation>
    </message>
    <message id="why_name">
        <source>Why this answer</source>
        <translation>为什么这么说</translation>
    </message>
    <message id="why_title">
        <source>Why this answer</source>
        <translation>为什么这么说</translation>
    </message>
    <message id="why_said">
        <source>What I said, and where it comes from</source>
        <translation>我说的话和依据</translation>
    </message>
    <message id="why_no_facts">
        <source>This sentence holds no fact of the shop.</source>
        <translation>这句话没有用到店里的数据。</translation>
    </message>
    <message id="why_understood">
        <source>What I understood</source>
        <translation>我的理解</translation>
    </message>
    <message id="why_wanted">
        <source>You wanted</source>
        <translation>您想要</translation>
    </message>
    <message id="why_words">
        <source>From your words</source>
        <translation>您提到</translation>
    </message>
    <message id="why_product">
        <source>I took it to be</source>
        <translation>我理解为</translation>
    </message>
    <message id="why_heard">
        <source>Heard</source>
        <translation>听到的是</translation>
    </message>
    <message id="why_heard_as">
        <source>"{raw}", taken as "{text}", which sounds alike and is in this shop</source>
        <translation>“{raw}”，当成店里读音相近的“{text}”</translation>
    </message>
    <message id="why_sure">
        <source>I was sure</source>
        <translation>很有把握</translation>
    </message>
    <message id="why_fairly">
        <source>I was fairly sure</source>
        <translation>比较有把握</translation>
    </message>
    <message id="why_unsure">
        <source>I was not quite sure</source>
        <translation>没有十足把握</translation>
    </message>
    <message id="why_picture">
        <source>What I saw</source>
        <translation>我看到的</translation>
    </message>
    <message id="why_decided_barcode">
        <source>The barcode decided.</source>
        <translation>靠的是条形码。</translation>
    </message>
    <message id="why_decided_label">
        <source>The words on the pack decided.</source>
        <translation>靠的是包装上的字。</translation>
    </message>
    <message id="why_decided_appearance">
        <source>The looks of it decided.</source>
        <translation>靠的是商品的样子。</translation>
    </message>
    <message id="why_decided_nothing">
        <source>Nothing I saw was certain enough.</source>
        <translation>看到的都不够确定。</translation>
    </message>
    <message id="why_candidates">
        <source>By its looks it could be</source>
        <translation>看样子可能是</translation>
    </message>
    <message id="why_likely">
        <source>{percent} in 100</source>
        <translation>{percent}%</translation>
    </message>
    <message id="why_looking">
        <source>Working out which part decided: {done} of {all}</source>
        <translation>正在找是哪一块起了作用：{done}/{all}</translation>
    </message>
    <message id="why_heat">
        <source>The bright part decided: {where}. Without it I would have been less sure of {name}.</source>
        <translation>亮的部分起了作用：{where}。没有它，我就没那么肯定是{name}。</translation>
    </message>
    <message id="why_heat_none">
        <source>No single part decided: I covered each in turn, and it changed next to nothing.</source>
        <translation>没有哪一块起决定作用：我逐块遮住看过，结果几乎不变。</translation>
    </message>
    <message id="why_heat_missing">
        <source>I cannot work out which part decided at the moment.</source>
        <translation>现在没法找出是哪一块起了作用。</translation>
    </message>
    <message id="why_photo">
        <source>The picture you showed. It is forgotten when your visit ends.</source>
        <translation>这是您给我看的画面，您离开时就会删除。</translation>
    </message>
    <message id="why_at_0">
        <source>the top left</source>
        <translation>左上</translation>
    </message>
    <message id="why_at_1">
        <source>the top</source>
        <translation>上方</translation>
    </message>
    <message id="why_at_2">
        <source>the top right</source>
        <translation>右上</translation>
    </message>
    <message id="why_at_3">
        <source>the left</source>
        <translation>左边</translation>
    </message>
    <message id="why_at_4">
        <source>the middle</source>
        <translation>中间</translation>
    </message>
    <message id="why_at_5">
        <source>the right</source>
        <translation>右边</translation>
    </message>
    <message id="why_at_6">
        <source>the bottom left</source>
        <translation>左下</translation>
    </message>
    <message id="why_at_7">
        <source>the bottom</source>
        <translation>下方</translation>
    </message>
    <message id="why_at_8">
        <source>the bottom right</source>
        <translation>右下</translation>
    </message>
    <message id="why_computed">
        <source>Computed</source>
        <translation>算出来的</translation>
    </message>
    <message id="why_counted">
        <source>Counted:</source>
        <translation>数出来：</translation>
    </message>
    <message id="why_from">
        <source>the shop's data, row {row}</source>
        <translation>店里的数据，{row}</translation>
    </message>
    <message id="why_from_computed">
        <source>worked out from the figures shown, and checked once more before it was said</source>
        <translation>由这些数字算出，说之前又核对过一遍</translation>
    </message>
    <message id="why_from_price">
        <source>the shop's price list, row {row}</source>
        <translation>本店价目表，{row}</translation>
    </message>
    <message id="why_from_product">
        <source>the shop's product list, row {row}</source>
        <translation>本店商品表，{row}</translation>
    </message>
    <message id="why_from_kind">
        <source>the shop's kinds of product, row {row}</source>
        <translation>本店商品种类表，{row}</translation>
    </message>
    <message id="why_from_brand">
        <source>the shop's brands, row {row}</source>
        <translation>本店品牌表，{row}</translation>
    </message>
    <message id="why_from_shop">
        <source>the shop's own details</source>
        <translation>本店基本信息</translation>
    </message>
    <message id="why_from_counter">
        <source>the shop's opening hours, row {row}</source>
        <translation>本店营业时间，{row}</translation>
    </message>
    <message id="why_from_holiday">
        <source>the shop's opening hours, holiday {row}</source>
        <translation>本店营业时间，节假日{row}</translation>
    </message>
    <message id="why_from_policy">
        <source>the shop's rules: {row}</source>
        <translation>本店规定：{row}</translation>
    </message>
    <message id="why_from_facility">
        <source>the shop's list of places, row {row}</source>
        <translation>店内设施表，{row}</translation>
    </message>
    <message id="why_from_offer">
        <source>the shop's offers, row {row}</source>
        <translation>本店优惠表，{row}</translation>
    </message>
    <message id="why_from_recall">
        <source>the shop's recalls, row {row}</source>
        <translation>本店召回公告，{row}</translation>
    </message>
    <message id="why_from_recipe">
        <source>the shop's recipes, row {row}</source>
        <translation>本店菜谱，{row}</translation>
    </message>
    <message id="why_from_order">
        <source>the shop's orders, number {row}</source>
        <translation>本店订单，{row}号</translation>
    </message>
    <message id="why_from_receipt">
        <source>the shop's receipts, number {row}</source>
        <translation>本店小票，{row}号</translation>
    </message>
    <message id="why_from_ticket">
        <source>the cases stored here, number {row}</source>
        <translation>这里存的登记，{row}号</translation>
    </message>
    <message id="why_from_call">
        <source>the calls for staff stored here, number {row}</source>
        <translation>这里存的呼叫，{row}号</translation>
    </message>
    <message id="why_from_form">
        <source>the shop's forms, row {row}</source>
        <translation>本店表单，{row}</translation>
    </message>
    <message id="why_from_department">
        <source>the shop's departments, row {row}</source>
        <translation>本店部门表，{row}</translation>
    </message>
    <message id="why_from_floor">
        <source>the floor plan, aisle {row}</source>
        <translation>平面图，{row}号通道</translation>
    </message>
    <message id="why_from_question">
        <source>your own words</source>
        <translation>您自己说的</translation>
    </message>
    <message id="why_from_visit">
        <source>your list in this visit</source>
        <translation>您这次的清单</translation>
    </message>
    <message id="why_from_clock">
        <source>this machine's clock</source>
        <translation>本机时钟</translation>
    </message>
    <message id="why_from_calendar">
        <source>the calendar</source>
        <translation>日历</translation>
    </message>
    <message id="why_field">
        <source>Fact</source>
        <translation>内容</translation>
    </message>
    <message id="why_field_name">
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message id="why_field_en">
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message id="why_field_zh">
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message id="why_field_price">
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message id="why_field_aisle">
        <source>Aisle</source>
        <translation>通道</translation>
    </message>
    <message id="why_field_shelf">
        <source>Shelf</source>
        <translation>货架</translation>
    </message>
    <message id="why_field_stock">
        <source>Counted in stock</source>
        <translation>清点库存</translation>
    </message>
    <message id="why_field_stock_date">
        <source>Counted on</source>
        <translation>清点日期</translation>
    </message>
    <message id="why_field_allergens">
        <source>Contains</source>
        <translation>含有</translation>
    </message>
    <message id="why_field_may_contain">
        <source>May contain</source>
        <translation>可能含有</translation>
    </message>
    <message id="why_field_diets">
        <source>Declared</source>
        <translation>标注</translation>
    </message>
    <message id="why_field_origin">
        <source>Origin</source>
        <translation>产地</translation>
    </message>
    <message id="why_field_maker">
        <source>Maker</source>
        <translation>生产商</translation>
    </message>
    <message id="why_field_brand">
        <source>Brand</source>
        <translation>品牌</translation>
    </message>
    <message id="why_field_size">
        <source>Size</source>
        <translation>规格</translation>
    </message>
    <message id="why_field_amount">
        <source>Amount</source>
        <translation>含量</translation>
    </message>
    <message id="why_field_unit">
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message id="why_field_description">
        <source>Description</source>
        <translation>介绍</translation>
    </message>
    <message id="why_field_ingredients">
        <source>Ingredients</source>
        <translation>配料</translation>
    </message>
    <message id="why_field_age_limit">
        <source>Sold from age</source>
        <translation>购买年龄</translation>
    </message>
    <message id="why_field_week">
        <source>Hours</source>
        <translation>营业时间</translation>
    </message>
    <message id="why_field_hours">
        <source>Hours</source>
        <translation>营业时间</translation>
    </message>
    <message id="why_field_where">
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message id="why_field_note">
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message id="why_field_answer">
        <source>Rule</source>
        <translation>规定</translation>
    </message>
    <message id="why_field_percent">
        <source>Per cent off</source>
        <translation>优惠百分比</translation>
    </message>
    <message id="why_field_ends">
        <source>Until</source>
        <translation>截止</translation>
    </message>
    <message id="why_field_list">
        <source>On your list</source>
        <translation>清单上</translation>
    </message>
    <message id="why_field_number">
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message id="why_field_status">
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message id="why_field_total">
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message id="why_field_batch">
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message id="why_field_reason">
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message id="why_field_advice">
        <source>Advice</source>
        <translation>建议</translation>
    </message>
    <message id="why_field_day">
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message id="why_field_today">
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message id="why_field_opened">
        <source>Reported on</source>
        <translation>登记日期</translation>
    </message>
    <message id="why_field_service_desk">
        <source>Service desk</source>
        <translation>服务台</translation>
    </message>
    <message id="why_field_emergency_number">
        <source>Emergency number</source>
        <translation>紧急电话</translation>
    </message>
    <message id="why_intent_find_product">
        <source>where a product is</source>
        <translation>商品在哪里</translation>
    </message>
    <message id="why_intent_product_price">
        <source>what a product costs</source>
        <translation>商品多少钱</translation>
    </message>
    <message id="why_intent_product_availability">
        <source>whether we have a product</source>
        <translation>有没有这个商品</translation>
    </message>
    <message id="why_intent_product_info">
        <source>more about a product</source>
        <translation>商品的更多信息</translation>
    </message>
    <message id="why_intent_product_allergens">
        <source>what a product contains</source>
        <translation>商品含什么成分</translation>
    </message>
    <message id="why_intent_recommend_product">
        <source>a suggestion</source>
        <translation>让我推荐</translation>
    </message>
    <message id="why_intent_compare_products">
        <source>products compared</source>
        <translation>比较几样商品</translation>
    </message>
    <message id="why_intent_find_substitute">
        <source>something instead</source>
        <translation>找替代品</translation>
    </message>
    <message id="why_intent_recipe_ingredients">
        <source>what a dish needs</source>
        <translation>做菜要买什么</translation>
    </message>
    <message id="why_intent_promotions">
        <source>what is on offer</source>
        <translation>有什么优惠</translation>
    </message>
    <message id="why_intent_opening_hours">
        <source>when we are open</source>
        <translation>营业时间</translation>
    </message>
    <message id="why_intent_find_facility">
        <source>where something in the building is</source>
        <translation>店里某个设施在哪里</translation>
    </message>
    <message id="why_intent_parking">
        <source>about parking</source>
        <translation>停车的事</translation>
    </message>
    <message id="why_intent_payment_methods">
        <source>how you can pay</source>
        <translation>怎么付款</translation>
    </message>
    <message id="why_intent_delivery_and_pickup">
        <source>about delivery and pick-up</source>
        <translation>送货和自提</translation>
    </message>
    <message id="why_intent_loyalty_program">
        <source>about membership</source>
        <translation>会员的事</translation>
    </message>
    <message id="why_intent_gift_card">
        <source>about gift cards</source>
        <translation>礼品卡的事</translation>
    </message>
    <message id="why_intent_return_or_refund">
        <source>how to return something</source>
        <translation>怎么退货</translation>
    </message>
    <message id="why_intent_report_damaged">
        <source>to report something damaged</source>
        <translation>反映商品损坏</translation>
    </message>
    <message id="why_intent_price_dispute">
        <source>to question a price</source>
        <translation>对价格有疑问</translation>
    </message>
    <message id="why_intent_order_status">
        <source>where your order is</source>
        <translation>订单到哪了</translation>
    </message>
    <message id="why_intent_receipt">
        <source>about a receipt</source>
        <translation>小票的事</translation>
    </message>
    <message id="why_intent_product_recall">
        <source>what has been recalled</source>
        <translation>有没有召回</translation>
    </message>
    <message id="why_intent_lost_property">
        <source>about something lost</source>
        <translation>丢了东西</translation>
    </message>
    <message id="why_intent_complaint">
        <source>to complain</source>
        <translation>投诉</translation>
    </message>
    <message id="why_intent_ticket_status">
        <source>news of your case</source>
        <translation>登记的进展</translation>
    </message>
    <message id="why_intent_list_add">
        <source>to put something on your list</source>
        <translation>往清单里加东西</translation>
    </message>
    <message id="why_intent_list_remove">
        <source>to take something off your list</source>
        <translation>从清单里去掉东西</translation>
    </message>
    <message id="why_intent_list_show">
        <source>what is on your list</source>
        <translation>清单里有什么</translation>
    </message>
    <message id="why_intent_call_staff">
        <source>to talk to a person</source>
        <translation>找店员</translation>
    </message>
    <message id="why_intent_emergency">
        <source>help in an emergency</source>
        <translation>紧急求助</translation>
    </message>
    <message id="why_intent_greeting">
        <source>to say hello</source>
        <translation>打招呼</translation>
    </message>
    <message id="why_intent_thanks">
        <source>to say thank you</source>
        <translation>道谢</translation>
    </message>
    <message id="why_intent_goodbye">
        <source>to say goodbye</source>
        <translation>告别</translation>
    </message>
    <message id="why_intent_affirm">
        <source>to say yes</source>
        <translation>表示同意</translation>
    </message>
    <message id="why_intent_deny">
        <source>to say no</source>
        <translation>表示不要</translation>
    </message>
    <message id="why_intent_repeat">
        <source>to hear it again</source>
        <translation>再听一遍</translation>
    </message>
    <message id="why_intent_cancel">
        <source>to stop this</source>
        <translation>取消</translation>
    </message>
    <message id="why_intent_help">
        <source>what I can do</source>
        <translation>我能做什么</translation>
    </message>
    <message id="why_intent_change_language">
        <source>another language</source>
        <translation>换语言</translation>
    </message>
    <message id="why_intent_change_volume">
        <source>another volume</source>
        <translation>调音量</translation>
    </message>
    <message id="why_intent_small_talk">
        <source>a chat</source>
        <translation>闲聊</translation>
    </message>
    <message id="why_intent_out_of_scope">
        <source>something I do not know about</source>
        <translation>我不了解的事</translation>
    </message>
    <message id="why_quote">
        <source>"{words}"</source>
        <translation>“{words}”</translation>
    </message>
    <message id="why_pair">
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message id="why_field_said">
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message id="why_field_serves">
        <source>For people</source>
        <translation>份数</translation>
    </message>
    <message id="why_field_fields">
        <source>The form asks</source>
        <translation>表单要问</translation>
    </message>
    <message id="why_field_kcal">
        <source>Energy in kcal</source>
        <translation>热量（千卡）</translation>
    </message>
    <message id="why_field_fat">
        <source>Fat in g</source>
        <translation>脂肪（克）</translation>
    </message>
    <message id="why_field_carbs">
        <source>Carbohydrate in g</source>
        <translation>碳水化合物（克）</translation>
    </message>
    <message id="why_field_sugars">
        <source>Sugars in g</source>
        <translation>糖（克）</translation>
    </message>
    <message id="why_field_protein">
        <source>Protein in g</source>
        <translation>蛋白质（克）</translation>
    </message>
    <message id="why_field_salt">
        <source>Salt in g</source>
        <translation>盐（克）</translation>
    </message>
    <message id="why_field_due">
        <source>Due</source>
        <translation>预计日期</translation>
    </message>
    <message id="why_field_due_time">
        <source>Due at</source>
        <translation>预计时间</translation>
    </message>
    <message id="why_field_sold">
        <source>Sold on</source>
        <translation>购买日期</translation>
    </message>
    <message id="why_field_till">
        <source>Till</source>
        <translation>收银台</translation>
    </message>
    <message id="why_field_id">
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message id="why_field_acknowledged_at">
        <source>Taken on by staff on</source>
        <translation>店员接手日期</translation>
    </message>
    <message id="why_field_date">
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message id="still_there_spoken">
        <source>Are you still there? Touch the screen if you need more time.</source>
        <extracomment>What the kiosk asks itself, or says aloud. Only English and Chinese are used: the models know no other language. Other languages leave these out.</extracomment>
        <translation>您还在吗？如果还需要时间，请触摸屏幕。</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="still_there_voice">
        <source>Are you still there? Say yes, or touch the screen, if you need more time.</source>
        <translation>您还在吗？还需要时间的话，说一声“在”，或者碰一下屏幕。</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="greeting">
        <source>Hello! What are you looking for?</source>
        <translation>您好！想找点什么？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_1">
        <source>Where is the oat milk?</source>
        <translation>燕麦奶在哪里？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_2">
        <source>Is this gluten free?</source>
        <translation>这个含麸质吗？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_3">
        <source>What's on offer today?</source>
        <translation>今天有什么优惠？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_4">
        <source>Where are the toilets?</source>
        <translation>洗手间在哪里？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_5">
        <source>What do I need for guacamole?</source>
        <translation>做鳄梨酱需要买什么？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="chip_6">
        <source>When do you close?</source>
        <translation>几点关门？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_add">
        <source>Add {name} to my list</source>
        <translation>把{name}加到清单</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_remove">
        <source>Take {name} off my list</source>
        <translation>把{name}从清单删掉</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_staff">
        <source>I want to talk to a person</source>
        <translation>我要找工作人员</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="volume_sentence">
        <source>Good morning! How can I help you?</source>
        <translation>您好！有什么可以帮您？</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_note">
        <source>Yes, please note it</source>
        <translation>好的，记下来</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_no">
        <source>No, thanks</source>
        <translation>不用了</translation>
        <extra-asked>yes</extra-asked>
    </message>
    <message id="say_order">
        <source>{name} please</source>
        <translation>要{name}</translation>
        <extra-asked>yes</extra-asked>
    </message>
</context>
</TS>
